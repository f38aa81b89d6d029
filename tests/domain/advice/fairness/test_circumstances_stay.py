"""What befell someone, and what they work and own, stays in a question: advice rests on it."""

from __future__ import annotations

import pytest

from domain.advice.fairness.neutral import neutral

QUESTIONS = {
    "We're 45 and 50, owe 120k at 4.5% with 12 years left, extra 200 a month?": "200 month",
    "Student loans 45k at 6.8%, standard 10 year": "standard 10 year",
    "I was quoted 6.99 with 0.5 points, 295k, 30 yr": "295k 30 yr",
    "15 or 30 year, 300k? Rates are 5.9 and 6.6": "15 30 year 300k 5.9 6.6",
    "200k mortgage, at 7 for 15": "200k 7 15",
    "I have a car loan with 48 months left and a good score. Should I refinance?": "48 months left score",
    "I have a mortgage at 7.1% with 27 years remaining. Refinance?": "7.1% 27 years remaining",
    "I have 18 more months to go on my lease. Can I buy the car?": "18 months lease",
    "My roof leaks. Which loan fits a $9,000 repair?": "roof leaks",
    "I lost my job in March. Can I get forbearance?": "lost job",
    "We were hit by Hurricane Ida. What help does my servicer owe us?": "hurricane",
    "I got a letter that my loan was sold. Who do I pay?": "letter sold",
    "I fell behind. Will I be foreclosed on?": "fell behind",
    "Someone opened an account in my name. What do I do?": "opened account name",
    "I'm on a temporary work visa. Can I get an FHA loan?": "visa",
    "I drive for Uber. How is my income counted?": "uber income",
    "My parents will gift us $20,000. Does that count as a down payment?": "parents gift",
    "I live in Texas. Can I do a cash-out refinance?": "texas",
    "I filed Chapter 7 two years ago. When can I get a mortgage?": "chapter 7 two years",
    "I was laid off last week. Should I tell my lender before closing?": "laid off",
    "I'm a teacher. Are my loans forgiven after ten years?": "teacher",
    "I work for a nonprofit. Does PSLF apply?": "nonprofit",
    "I just graduated. When do my student loans start?": "graduated",
    "I never went to closing. Is the loan valid?": "closing",
    "My co-signer stopped answering me. Can I remove him?": "co-signer stopped",
    "I'm deployed overseas. Can they repossess my truck?": "deployed",
    "We want to add solar panels. Is there a loan for that?": "solar panels",
    "I'm worried about an adjustable rate. How high can it go?": "worried adjustable",
    "I have no credit history. How do I start?": "no credit history",
    "I run a bakery. What is a 7(a) loan?": "bakery",
    "I co-signed for my brother and he stopped paying. What happens to me?": "brother stopped",
    "I'm buying land to build on. What loans exist?": "land build",
    "Because rates fell, should I refinance?": "rates fell",
    "Since I bought with 5% down, when does PMI end?": "5% down",
    "I have a thin file, so is a secured card smart?": "thin file",
    "My house flooded. Is the insurance payout mine or the lender's?": "flooded",
    "I moved out in May. Can I rent the house under an FHA loan?": "moved out",
    "I'm a farmer. What is a USDA direct loan?": "farmer",
    "We plan to sell in five years. Is an ARM better?": "sell five",
    "I missed two payments. What now?": "missed two",
    "I paid off my car. Why did my score drop?": "paid off car",
    "I'm behind because my hours were cut. What can I ask for?": "behind hours cut",
    "I was scammed by a rescue company. Where do I report it?": "scammed",
    "I'm a doctor in residency. Is a physician loan good?": "doctor",
    "Our appraisal came in low. Can we renegotiate?": "appraisal",
    "I was told my DTI is too high. What can I do?": "told dti",
    "I'm an independent contractor. Which returns do they want?": "contractor",
    "I'm retired and live on a pension. How is it counted?": "retired pension",
    "I'm between jobs. Will a lender still talk to me?": "between jobs",
    "My rate lock expires Friday. Can it be extended?": "lock expires",
    "I withdrew from college last term. What happens to my loans?": "withdrew college",
    "I'm 45 days late. Does it show on my report?": "45 days late",
    "I'm moving to Oregon for work. Can I still qualify?": "moving oregon",
    "I inherited a house with a mortgage. Must I refinance?": "inherited",
    "The seller wants to carry the note. Is that safe?": "seller carry note",
    "I'm a first responder. Is there help with a down payment?": "first responder",
    "My landlord doesn't report rent. How can I use it?": "landlord",
    "We closed last month. Can we still cancel?": "closed last month",
    "I'm a single-member LLC. Do I sign personally?": "single-member llc",
    "I have medical bills in collections. Do they count?": "medical bills collections",
    "My ex stopped paying the joint card. Am I liable?": "ex stopped",
    "I got married and want to add my spouse to the deed. Is that due-on-sale?": "married spouse deed",
    "My dad died and left a mortgage. Do I have to pay it?": "dad died",
    "I share the apartment with two roommates. Can I count their rent?": "roommates",
    "I'm locked in at 3%. Should I move?": "3% move",
    "I own a duplex and rent half. What counts?": "duplex half",
    "I bought a lemon. Can I return the car?": "lemon",
}
"""Questions, and the words that must be left of them."""


@pytest.mark.parametrize(("question", "words"), QUESTIONS.items())
def test_circumstances_stay(question: str, words: str) -> None:
    left = neutral(question).lower()

    assert all(word in left for word in words.split())
