"""`manage.py dev`: the whole site on one machine, started and supervised. Imports no Django: it stays small."""
