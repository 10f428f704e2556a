"""Exit with 0 if the mock server in this container is healthy; used by Containerfile and compose.yaml.

Not with urllib, which sends requests to the proxy that the environment names.
"""

import http.client
import os
import sys

connection = http.client.HTTPConnection("127.0.0.1", int(os.environ["CASEMOCK_PORT"]), timeout=5)
try:
    connection.request("GET", "/__mock__/health")
    response = connection.getresponse()
except (OSError, http.client.HTTPException) as error:
    sys.exit(f"no response: {error}")
print(response.read().decode())
sys.exit(response.status != 200)
