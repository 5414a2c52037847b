"""The portal's only mouth: every mail, document and after-effect is a row here before it happens."""
