"""An authorization server on Authlib: codes with PKCE, client credentials, OpenID discovery: `python identity.py PORT`.

It signs everybody in who presses the button, knows the client `app` with the secret `s3cret`, and the public client
`public`. Tokens are `code-…` and `client-…`; those of client credentials carry the extra parameter `audience`."""

from __future__ import annotations

import os
import secrets
import sys

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from flask import Flask, jsonify, request

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
PORT = int(sys.argv[1])
app = Flask(__name__)
CODES: dict[str, "Code"] = {}
ISSUED: list[dict] = []


class Client(ClientMixin):
    def __init__(self, name: str, secret: str | None):
        self.name, self.secret = name, secret

    def get_client_id(self) -> str:
        return self.name

    def get_default_redirect_uri(self) -> None:
        return None

    def get_allowed_scope(self, scope: str) -> str:
        return scope or ""

    def check_redirect_uri(self, address: str) -> bool:
        return address.endswith("/_core/oauth-callback")

    def check_client_secret(self, secret: str) -> bool:
        return secret == self.secret

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == ("client_secret_basic" if self.secret else "none")

    def check_response_type(self, kind: str) -> bool:
        return kind == "code"

    def check_grant_type(self, kind: str) -> bool:
        return kind == "authorization_code" or self.secret is not None


class Code(AuthorizationCodeMixin):
    def __init__(self, payload, client: Client):
        self.client_id, self.redirect, self.scope = client.name, payload.redirect_uri, payload.scope
        self.code_challenge = payload.data.get("code_challenge")
        self.code_challenge_method = payload.data.get("code_challenge_method")

    def get_redirect_uri(self) -> str:
        return self.redirect

    def get_scope(self) -> str:
        return self.scope or ""


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "none"]

    def save_authorization_code(self, code, request):
        CODES[code] = Code(request.payload, request.client)

    def query_authorization_code(self, code, client):
        found = CODES.get(code)
        return found if found and found.client_id == client.name else None

    def delete_authorization_code(self, code):
        for key in [key for key, value in CODES.items() if value is code]:
            del CODES[key]

    def authenticate_user(self, code):
        return "ada"


CLIENTS = {"app": Client("app", "s3cret"), "public": Client("public", None)}


def save_token(token, request):
    ISSUED.append(dict(token) | {"audience": request.form.get("audience"), "empty": "empty" in request.form})


server = AuthorizationServer(app, query_client=CLIENTS.get, save_token=save_token)
server.register_grant(CodeGrant, [CodeChallenge(required=True)])
server.register_grant(grants.ClientCredentialsGrant)


def make_token(grant_type, client, user=None, scope=None, expires_in=None, include_refresh_token=True):
    kind = "client" if grant_type == "client_credentials" else "code"
    return {
        "token_type": "Bearer",
        "access_token": f"{kind}-{secrets.token_hex(8)}",
        "expires_in": 3600,
        "scope": scope or "",
    }


server.register_token_generator("default", make_token)


@app.after_request
def allow(response):
    if request.path in ("/token", "/.well-known/openid-configuration"):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    return response


@app.route("/authorize", methods=["GET", "POST"])
def authorize():
    if request.method == "GET":
        return "<!doctype html><title>Sign in</title><form method=post><button>Sign in as Ada</button></form>"
    return server.create_authorization_response(grant_user="ada", grant=server.get_consent_grant(end_user="ada"))


@app.route("/token", methods=["POST", "OPTIONS"])
def token():
    return "" if request.method == "OPTIONS" else server.create_token_response()


@app.route("/issued")
def issued():
    return jsonify(ISSUED)


@app.route("/.well-known/openid-configuration")
def discovery():
    base = f"http://127.0.0.1:{PORT}"
    return jsonify(issuer=base, authorization_endpoint=f"{base}/authorize", token_endpoint=f"{base}/token")


if __name__ == "__main__":
    app.run("127.0.0.1", PORT)
