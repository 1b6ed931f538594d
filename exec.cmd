@rem For npm start on Windows, whose shell has no exec: on others it lets signals reach the server.
@%*
