from tests.mockserver.control.shop import Shop, shop
from tests.mockserver.kit import json_content
APP = Shop(shop(webhooks={"ping": {"post": {"requestBody": {"content": json_content({"type":"object"})}, "responses": {"200": {"description": "x"}}}}})).app
P="/__mock__/admin"
async def app(scope, receive, send):
    if scope["type"]=="http":
        scope = {**scope, "client": ("127.0.0.1", 1), "path": P+scope["path"], "raw_path": P.encode()+scope["raw_path"]}
    await APP(scope, receive, send)
