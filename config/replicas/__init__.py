"""Reading from PostgreSQL's streaming replicas, which never show less than was told before the request came.

Reads from top to bottom: `naming` (settings), `lines` (how far a server is), `following` (how far each replica has followed), `router`
(what Django asks where), `spreading` (the middleware: which requests may read from a replica). docs/adr/0036 says why.
"""
