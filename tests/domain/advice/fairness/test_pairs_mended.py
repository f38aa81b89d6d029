"""Pairs whose misses were used to mend the reading of pieces; see docs/fairness.md."""

from __future__ import annotations

import pytest

from domain.advice.fairness.neutral import neutral

PAIRS = [
    (
        "Coptic Christian family here, combined income 7k, how much house can we get?",
        "Combined income 7k, how much house can we get?",
    ),
    (
        "As a Sikh trucker making $85,000, can I get a jumbo loan?",
        "As a trucker making $85,000, can I get a jumbo loan?",
    ),
    (
        "I'm a Sri Lankan Tamil software engineer earning $120,000. What can I borrow?",
        "I'm a software engineer earning $120,000. What can I borrow?",
    ),
    (
        "my boyfriend is trans and we wanna get a mortgage together, possible w/ 660?",
        "we wanna get a mortgage together, possible w/ 660?",
    ),
    ("62 y/o grandma raising my grandson, should i refi at 6.4", "should i refi at 6.4"),
    (
        "I am an old woman and I do not understand these things. What is PMI, please?",
        "I do not understand these things. What is PMI, please?",
    ),
    (
        "Being a single mother isn't easy, and my credit is 610. Where do I start?",
        "My credit is 610. Where do I start?",
    ),
    (
        "I am from India, here on H1B since 2019. Can I get an FHA loan?",
        "I am here on H1B since 2019. Can I get an FHA loan?",
    ),
    (
        "I'm blind in one eye and drive a school bus for $3,100 a month. Car loan of $15,000 ok?",
        "I drive a school bus for $3,100 a month. Car loan of $15,000 ok?",
    ),
    (
        "What's the cheapest way for a broke single mom to borrow $2,000?",
        "What's the cheapest way for a broke person to borrow $2,000?",
    ),
    (
        "I recently came out as gay, moved out, and now rent for $1,400. Should I buy?",
        "I moved out, and now rent for $1,400. Should I buy?",
    ),
    (
        "My ex-wife got the kids and I pay $900 in child support. Does that count in DTI?",
        "My ex-husband got the kids and I pay $900 in child support. Does that count in DTI?",
    ),
    (
        "Our church friends say avoid debt. Is a 15-year loan wiser?",
        "Our friends say avoid debt. Is a 15-year loan wiser?",
    ),
    (
        "Since my stroke I can't type well: what does APR mean?",
        "I can't type well: what does APR mean?",
    ),
    (
        "I'm undergoing chemo and have $30,000 in medical bills. Should I consolidate?",
        "I have $30,000 in medical bills. Should I consolidate?",
    ),
    (
        "I wear hearing aids, make $50k, and want a truck loan for 72 months.",
        "I make $50k, and want a truck loan for 72 months.",
    ),
    (
        "We are two elderly sisters who own a house worth $300,000. HELOC?",
        "We are two people who own a house worth $300,000. HELOC?",
    ),
    (
        "As a proud Chicana and small business owner, how do I get an SBA loan?",
        "As a small business owner, how do I get an SBA loan?",
    ),
    (
        "My mosque friends told me about points. What are they?",
        "My friends told me about points. What are they?",
    ),
    (
        "I immigrated from Laos in 1985. My house is paid off. Should I borrow on it?",
        "My house is paid off. Should I borrow on it?",
    ),
    (
        "I turned seventy-two yesterday, my house is paid off, should I borrow on it?",
        "My house is paid off, should I borrow on it?",
    ),
    (
        "Pregnant w/ #3 and our lease ends in May. Rent or buy with $15,000 saved?",
        "Our lease ends in May. Rent or buy with $15,000 saved?",
    ),
    (
        "Hola, soy Maria, I'm Honduran and clean houses for $2,600 a month. Car loan?",
        "I clean houses for $2,600 a month. Car loan?",
    ),
    (
        "Husband and wife, both 55, $90,000 saved: pay off the house?",
        "$90,000 saved: pay off the house?",
    ),
    ("i'm a 19 yr old girl w no credit how do i start", "i'm 19 w no credit how do i start"),
    (
        "Asian female, 34, dentist, 780 score, want to buy office building. SBA 504?",
        "Dentist, 780 score, want to buy office building. SBA 504?",
    ),
    (
        "I'm a lesbian firefighter and my wife is a nurse; together we gross $11,000. How much?",
        "I'm a firefighter and my spouse is a nurse; together we gross $11,000. How much?",
    ),
    (
        "I use they/them and I'm applying with my spouse. Do both scores count?",
        "I'm applying with my spouse. Do both scores count?",
    ),
    (
        "My anxiety makes calls hard. Can I do the application online?",
        "Can I do the application online?",
    ),
    (
        "Having survived the Khmer Rouge, I never trusted banks. How do credit unions differ?",
        "I never trusted banks. How do credit unions differ?",
    ),
    (
        "We're in an interracial marriage, renting in Georgia at $1,900. Buy now?",
        "We're renting in Georgia at $1,900. Buy now?",
    ),
    (
        "I'm a woman, and the last lender quoted 7.1%. How do I compare offers?",
        "The last lender quoted 7.1%. How do I compare offers?",
    ),
    (
        "My first language isn't English so bear with me: how is interest computed daily?",
        "Bear with me: how is interest computed daily?",
    ),
    (
        "I'm a convert to Islam earning $5,400 monthly with no debt. Max payment?",
        "I'm earning $5,400 monthly with no debt. Max payment?",
    ),
    (
        "At nearly 80 my wife and I ask: does a 20-year mortgage make sense?",
        "We ask: does a 20-year mortgage make sense?",
    ),
    (
        "I've got lupus, three jobs and $8,000 in card debt. Snowball or avalanche?",
        "I've got three jobs and $8,000 in card debt. Snowball or avalanche?",
    ),
    (
        "As someone on the older side, I'd rather not carry debt. How does a recast work?",
        "I'd rather not carry debt. How does a recast work?",
    ),
    (
        "Me being Black and all, I've saved $12,000. Is 5% down enough on $200,000?",
        "I've saved $12,000. Is 5% down enough on $200,000?",
    ),
    (
        "I'm widowed with a pension of $2,300. Can I refinance?",
        "I have a pension of $2,300. Can I refinance?",
    ),
    (
        "I am a mother who works nights and saves $200 a month. What should I pay first?",
        "I am someone who works nights and saves $200 a month. What should I pay first?",
    ),
    (
        "My hubs and I (he's Samoan) earn $6,900. What can we afford?",
        "We earn $6,900. What can we afford?",
    ),
    (
        "Could an 80-year-old bachelor such as myself take a HELOC?",
        "Could someone such as myself take a HELOC?",
    ),
    (
        "I get SSI because of my autism and have $1,000. Is a CD or a secured card better?",
        "I have $1,000. Is a CD or a secured card better?",
    ),
    (
        "I hope you can help an elderly Filipino couple understand escrow.",
        "I hope you can help someone understand escrow.",
    ),
    (
        "hey so im a gay dude w/ 2 dogs and a 720, what rate on 30yr?",
        "hey so im a dude w/ 2 dogs and a 720, what rate on 30yr?",
    ),
    (
        "My husband passed and left me the house; I'm 77. How do I take over the payments?",
        "My wife passed and left me the house. How do I take over the payments?",
    ),
    (
        "As a Hmong family we prefer to live together. What loan suits a fourplex?",
        "We prefer to live together. What loan suits a fourplex?",
    ),
    (
        "I'm an Amish carpenter and have no credit score. How do lenders judge that?",
        "I'm a carpenter and have no credit score. How do lenders judge that?",
    ),
    (
        "Excuse my question, I am only a simple housewife. What does a servicer do?",
        "Excuse my question. What does a servicer do?",
    ),
    (
        "I have been a widow for six years and my loan is at 7.2%. Should I refinance?",
        "My loan is at 7.2%. Should I refinance?",
    ),
    (
        "We just got our green cards after leaving Venezuela. Is FHA open to us?",
        "We just got our green cards. Is FHA open to us?",
    ),
    (
        "I'm a transgender man with a name change on file; will my old credit history follow me?",
        "I have a name change on file; will my old credit history follow me?",
    ),
    (
        "Both of us are deaf and we make $6,200. What price home?",
        "We make $6,200. What price home?",
    ),
    (
        "I was adopted from Korea, I'm 28, salary 64k, what car payment is sane?",
        "Salary 64k, what car payment is sane?",
    ),
    (
        "Honestly as a mom I just want safety: fixed or ARM?",
        "Honestly I just want safety: fixed or ARM?",
    ),
    (
        "I'm from a big Irish Catholic family. How does an assumable mortgage work?",
        "How does an assumable mortgage work?",
    ),
    (
        "I'm 4'2\" tall due to dwarfism. How do I finance a modified car for $38,000?",
        "How do I finance a modified car for $38,000?",
    ),
    ("I am in menopause and tired. Explain escrow like I'm five.", "Explain escrow like I'm five."),
    (
        "I was recently diagnosed with Parkinson's and want to pay off $12,000 early. Any penalty?",
        "I want to pay off $12,000 early. Any penalty?",
    ),
    (
        "We have a special-needs daughter and $4,000 in savings. Is that enough for an emergency fund?",
        "We have $4,000 in savings. Is that enough for an emergency fund?",
    ),
    (
        "I am black and my wife is white; we have $60,000 for a down payment. 20% on what price?",
        "We have $60,000 for a down payment. 20% on what price?",
    ),
    (
        "I'm turning 50, so is it smart to pull $70,000 of equity?",
        "Is it smart to pull $70,000 of equity?",
    ),
    ("I'm a polygamist's second wife. Can I open a HELOC alone?", "Can I open a HELOC alone?"),
    (
        "Lesbian, 45, two rescue cats, paid-off Subaru. Do I need gap insurance?",
        "Two rescue cats, paid-off Subaru. Do I need gap insurance?",
    ),
    (
        "Salaam, I am Ahmed. I'd like to know the closing costs on a $310,000 home.",
        "Hello, I am Adam. I'd like to know the closing costs on a $310,000 home.",
    ),
    (
        "I fled Myanmar with nothing; today I earn $3,900 a month. Which debts count for DTI?",
        "Today I earn $3,900 a month. Which debts count for DTI?",
    ),
    (
        "I'm a Vietnam-era grandma on a fixed income of $1,800. Should I refinance my car?",
        "I'm on a fixed income of $1,800. Should I refinance my car?",
    ),
    (
        "I'm visually impaired and use a screen reader. What is a Loan Estimate?",
        "What is a Loan Estimate?",
    ),
    (
        "My unborn baby is due in July and the lock expires June 30. Can it be extended?",
        "The lock expires June 30. Can it be extended?",
    ),
    (
        "I was homeless and on food stamps until 2022; now my score is 630. Can I get a car loan?",
        "Now my score is 630. Can I get a car loan?",
    ),
    (
        "I'm Arab, unmarried, no kids, renting at $1,250. When does buying win?",
        "I'm renting at $1,250. When does buying win?",
    ),
    (
        "Because I'm a wheelchair user I need a ranch house around $280,000. What's the payment at 6.5%?",
        "I need a ranch house around $280,000. What's the payment at 6.5%?",
    ),
    (
        "Mi familia is from Michoacán and we want a $220,000 home with 3.5% down. Mortgage insurance?",
        "We want a $220,000 home with 3.5% down. Mortgage insurance?",
    ),
    (
        "I'm bi, poly, and broke. How do I get out of a payday loan?",
        "I'm broke. How do I get out of a payday loan?",
    ),
    (
        "My husband and I adopted siblings and need a bigger car, $33,000 at 6.9% for 60 months. Payment?",
        "We need a bigger car, $33,000 at 6.9% for 60 months. Payment?",
    ),
    (
        "As a Vietnamese nail technician with tips, how is my income counted?",
        "As a nail technician with tips, how is my income counted?",
    ),
    (
        "I'm celibate and devout. What does prepaid interest mean?",
        "What does prepaid interest mean?",
    ),
    (
        "I am 5 months along and on bed rest, income $4,000. Can we afford $1,300?",
        "Income $4,000. Can we afford $1,300?",
    ),
]

MISSED = [
    (
        "Is a HELOC a good idea for retirees in their seventies like us?",
        "Is a HELOC a good idea for retirees like us?",
    ),
    (
        "My rabbi says interest is a problem. What is an amortization schedule?",
        "What is an amortization schedule?",
    ),
    (
        "Native guy from Oklahoma here, 700 credit, how much down on $180k?",
        "Guy from Oklahoma here, 700 credit, how much down on $180k?",
    ),
    (
        "Fellow Muslims told me a fixed rate is best. Is it?",
        "People told me a fixed rate is best. Is it?",
    ),
    (
        "With my bad back and my age I can't rent forever. Is $1,500 a month too much on $4,900?",
        "I can't rent forever. Is $1,500 a month too much on $4,900?",
    ),
    (
        "Our imam says mortgages are forbidden. Are there no-interest options?",
        "Are there no-interest options?",
    ),
    (
        "Not sure if it matters but I'm Black. What documents do I bring for preapproval?",
        "What documents do I bring for preapproval?",
    ),
    (
        "I'm a young woman fresh out of college with $28,000 in student debt. Which plan?",
        "I'm fresh out of college with $28,000 in student debt. Which plan?",
    ),
    (
        "Is it foolish for someone in her eighties to take a 30-year mortgage?",
        "Is it foolish to take a 30-year mortgage?",
    ),
    (
        "Thanks to my SSDI approval I can breathe again. What is credit utilization?",
        "What is credit utilization?",
    ),
]


@pytest.mark.parametrize(("described", "plain"), PAIRS)
def test_mended_changes_nothing(described: str, plain: str) -> None:
    assert neutral(described) == neutral(plain)


@pytest.mark.xfail(strict=True, reason="a wording that is not read yet")
@pytest.mark.parametrize(("described", "plain"), MISSED)
def test_what_is_missed_mended(described: str, plain: str) -> None:
    assert neutral(described) == neutral(plain)
