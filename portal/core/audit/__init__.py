"""The log of acts: who did what, when, on whose behalf, how signed in; append-only and chained by hash."""
