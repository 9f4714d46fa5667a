// An OpenID provider made of oidc-provider, and an API that it protects. Run with the port; prints one line when it is up.

import Provider, { errors } from "oidc-provider";

const port = Number(process.argv[2]);
const keys = JSON.parse(process.argv[3]);
const issuer = `http://127.0.0.1:${port}`;
const person = ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"];
const seen = [];

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "person",
      application_type: "native",
      token_endpoint_auth_method: "none",
      grant_types: person,
      response_types: ["code"],
      redirect_uris: ["http://127.0.0.1/callback"],
    },
    {
      client_id: "program",
      client_secret: "the secret:%+&",
      grant_types: ["client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange"],
      response_types: [],
      redirect_uris: [],
    },
    {
      client_id: "signer",
      token_endpoint_auth_method: "private_key_jwt",
      jwks: { keys },
      grant_types: ["client_credentials"],
      response_types: [],
      redirect_uris: [],
    },
  ],
  cookies: { keys: ["of-the-tests"] },
  scopes: ["openid", "offline_access", "read", "write"],
  findAccount: (ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  pkce: { required: () => true, methods: ["S256"] },
  ttl: { AccessToken: 600, ClientCredentials: 600 },
  features: {
    devInteractions: { enabled: true },
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    revocation: { enabled: true },
  },
});

// Source: RFC 8693. The provider authenticates the client and reads the form; here one token becomes another.
const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
async function exchange(ctx) {
  const { client, params } = ctx.oidc;
  const subject = params.subject_token_type === ACCESS_TOKEN && (await allowed(params.subject_token));
  if (!subject) throw new errors.InvalidGrant("the subject token is not one of ours");
  const token = new provider.ClientCredentials({ client, scope: params.scope });
  ctx.body = {
    access_token: await token.save(),
    issued_token_type: ACCESS_TOKEN,
    token_type: "Bearer",
    expires_in: token.expiration,
    scope: token.scope,
  };
}
const fields = ["subject_token", "subject_token_type", "audience", "resource", "scope"];
provider.registerGrantType(EXCHANGE, exchange, fields, ["resource", "audience"]);

async function allowed(value) {
  const token = (await provider.AccessToken.find(value)) ?? (await provider.ClientCredentials.find(value));
  return token && !token.isExpired ? token : undefined;
}

provider.use(async (ctx, next) => {
  if (ctx.path === "/seen") {
    ctx.body = seen.splice(0);
  } else if (ctx.path === "/api/things") {
    const value = (ctx.get("Authorization") || "").replace(/^Bearer /, "");
    const token = value && (await allowed(value));
    if (!token) {
      ctx.status = 401;
      ctx.set("WWW-Authenticate", value ? 'Bearer error="invalid_token"' : "Bearer");
      ctx.body = {};
    } else if (!token.scopes.has("read")) {
      ctx.status = 403;
      ctx.set("WWW-Authenticate", 'Bearer error="insufficient_scope", scope="read"');
      ctx.body = {};
    } else {
      ctx.body = { user: token.accountId ?? token.clientId };
    }
  } else if (ctx.path === "/end-all") {
    const value = (ctx.get("Authorization") || "").replace(/^Bearer /, "");
    await (await allowed(value))?.destroy();
    ctx.body = {};
  } else {
    await next();
    if (ctx.path.startsWith("/token")) seen.push([ctx.path, ctx.oidc?.params?.grant_type ?? null, ctx.status]);
  }
});

provider.listen(port, "127.0.0.1", () => console.log("up"));
