// Ask APFA what a loan costs. Address, e-mail and password come from the environment.

declare const process: { env: Record<string, string | undefined> };

const SIGN_IN = `mutation ($email: String!, $password: String!) {
  signIn(email: $email, password: $password) {
    ... on SignInSuccess { accessToken }
    ... on Failure { message }
  }
}`;
const ADVICE = `query ($input: AdviceInput!) {
  advice(input: $input) { figures { label value } citations { number passage { title } } }
}`;
type SignIn = { signIn: { accessToken?: string; message?: string } };
type Cited = { number: number; passage: { title: string } };
type Advice = { advice: { figures: { label: string; value: string }[]; citations: Cited[] } };

async function send<Data>(query: string, variables: object, token?: string): Promise<Data> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (token) headers.authorization = `Bearer ${token}`;
  const body = JSON.stringify({ query, variables });
  const response = await fetch(process.env.URL ?? "", { method: "POST", headers, body });
  const reply = (await response.json()) as { data: Data; errors?: { message: string }[] };
  if (reply.errors) throw new Error(reply.errors[0]?.message);
  return reply.data;
}

async function main(): Promise<void> {
  const account = { email: process.env.EMAIL, password: process.env.PASSWORD };
  const { signIn } = await send<SignIn>(SIGN_IN, account);
  if (!signIn.accessToken) throw new Error(signIn.message);
  const loan = { amount: "200000", annualRate: "6.5", termMonths: 360 };
  const input = { question: "What are discount points?", loan };
  const { advice } = await send<Advice>(ADVICE, { input }, signIn.accessToken);
  for (const { label, value } of advice.figures) console.log(label, value);
  for (const { number, passage } of advice.citations) console.log(`[${number}]`, passage.title);
}

main();
