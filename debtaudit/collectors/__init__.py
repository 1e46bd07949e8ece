"""Other tools' facts -> inventory documents. ONE FILE A SOURCE, none is listed anywhere."""
