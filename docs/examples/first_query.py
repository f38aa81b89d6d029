"""Ask APFA what a loan costs. Address, e-mail and password come from the environment."""

import json
import os
import urllib.request

SIGN_IN = """mutation ($email: String!, $password: String!) {
  signIn(email: $email, password: $password) {
    ... on SignInSuccess { accessToken }
    ... on Failure { message }
  }
}"""
ADVICE = """query ($input: AdviceInput!) {
  advice(input: $input) { figures { label value } citations { number passage { title } } }
}"""


def send(query, variables, **headers):
    body = json.dumps({"query": query, "variables": variables}).encode()
    headers["content-type"] = "application/json"
    request = urllib.request.Request(os.environ["URL"], body, headers)
    with urllib.request.urlopen(request) as response:
        reply = json.load(response)
    if "errors" in reply:
        raise SystemExit(reply["errors"][0]["message"])
    return reply["data"]


account = {"email": os.environ["EMAIL"], "password": os.environ["PASSWORD"]}
session = send(SIGN_IN, account)["signIn"]
if "message" in session:
    raise SystemExit(session["message"])
loan = {"amount": "200000", "annualRate": "6.5", "termMonths": 360}
asked = {"input": {"question": "What are discount points?", "loan": loan}}
advice = send(ADVICE, asked, authorization=f"Bearer {session['accessToken']}")["advice"]
for figure in advice["figures"]:
    print(figure["label"], figure["value"])
for citation in advice["citations"]:
    print(f"[{citation['number']}]", citation["passage"]["title"])
