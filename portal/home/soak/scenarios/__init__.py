"""What is done to the portal, one promise a module. Each function takes the rig and how many times, and gives an
outcome to be judged; the tests and ``manage.py soak`` call the same ones."""
