"""What a browser finds at the endpoint: how to use it, in one page that loads nothing from elsewhere."""

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>APFA: GraphQL endpoint</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
  code, pre { font: 14px/1.4 ui-monospace, monospace; }
  pre { padding: 0.8rem 1rem; border: 1px solid #8886; border-radius: 6px; overflow-x: auto; }
</style>
</head>
<body>
<h1>APFA</h1>
<p>This is a GraphQL endpoint. Send operations to it by POST, as JSON; subscriptions go over a WebSocket
at the same address, with the protocol <code>graphql-transport-ws</code>.</p>
<p>Sign in first:</p>
<pre>curl -s "$APFA/graphql" -H 'content-type: application/json' -d '{"query":
  "mutation($e:String!,$p:String!){signIn(email:$e,password:$p){... on SignInSuccess{accessToken}
  ... on Failure{code message}}}",
  "variables": {"e": "you@example.com", "p": "your password"}}'</pre>
<p>Then ask, with the token:</p>
<pre>curl -s "$APFA/graphql" -H "authorization: Bearer $TOKEN" \\
  -H 'content-type: application/json' -d '{"query":
  "query($i:AdviceInput!){advice(input:$i){answer citations{number passage{title text}}}}",
  "variables": {"i": {"question": "What would this loan cost?",
    "loan": {"amount": "200000", "annualRate": "6.5", "termMonths": 360}}}}'</pre>
<ul>
<li><a href="/schema.graphql">The schema</a>, with a description of everything.</li>
<li><a href="/health/ready">Whether the service is ready</a>.</li>
<li><a href="/.well-known/jwks.json">The keys that sign access tokens</a>.</li>
</ul>
</body>
</html>
"""
