"""Private real servers from Python wheels: PostgreSQL and Valkey below `var/`, reached by unix sockets only."""
