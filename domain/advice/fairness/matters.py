"""What advice on a loan may rest on: figures, and the words of lending, money, property and work."""

from __future__ import annotations

import re
from functools import lru_cache

_LENDING = """
401k 403b 457 529 1040 1099 accru* adjustable adverse afford* alimony allowance amorti* amount* annually
annuit* appl* apprais* approv* apr aprs arm arms arrears asset* auction* autopay balance* balloon
bank* biweekly bond* bonus* borrow* broker* buck* budget* bureau* buydown* buyout cap caps card
cards cash* cd cent cents chapter charg* cheap* closed closing coe collateral* collection* collector*
commission* compound* conform* consolidat* conventional cosign* cost* coupon* credit* curtail* debt*
declin* deed* default* defer* delinquen* denial* denied deny dependent* deposit* disburs* disclos* discount*
dollar* down downpayment* dti dues earn* endors* equifax equit* escrow* ecoa evict* exempt*
expens* experian fannie fee fees fha fico financ* fixed forbear* foreclos* forgiv* fraud* freddie
fund* garnish* gift* ginnie grand grant grants gross* guarant* hardship* hecm heloc* hmda hoa hundred*
impound* income* indebt* index inflation inherit* insolven* instal* insur* interest* invest*
invoice* ira iras itin itins judgment* jumbo leas* lend* lent levy liab* lien* limit* liquid*
llc loan* lock* ltv lump margin* maturity million* mip modif* money monthly mortg* negotiat* net
note notes nsf offer* originat* overdraft* overdue owe owed owes owing paid pawn* pay payable
paycheck* payday payer paying payment* payoff payout* payroll pays pension* percent* piti pledg*
pmi point points portfolio* preapprov* premium* prepa* prequal* price* pricing principal probate
program programs promissory pslf quarterly qualif* quitclaim* quote* rate rates recast* recession
redeem* refi* reimburs* reject* request* renegotiat* repa* repo repos repossess* report* rescind* resciss*
reserve* respa retir* revolv* roth salar* sale sales save saved saves saving* sba scam* score*
secured servicer* servicing settle* shortage* spend* spent statement* stock* subsid* surplus tax*
term terms thin thousand* tila title tradeline* transunion trust* tuition underwater
underwrit* unsecured upfront usda usury utilit* utiliz* va valuation* variable w2 wage* warrant*
wholesal* withdr* withh* worth yield*
"""
_PROPERTY = """
acre* apartment* appliance* barn* basement* bathroom* boat* bought build* built business* buy* cabin
car cars condo* construct* cottage* driveway duplex* earthquake* equipment farm* fire fix flood*
foundation fourplex* franchis* furnace* garage* harvest* heat* home homebuy* homeowner* homes house
houses housing hurricane* hvac inventory kitchen* land landlord* lawn* leak* lemon minivan* mold
motorcycle* move moved moving multifamily office* own owned owner* owning owns parcel* pickup plumb*
pool property properties purchas* ranch* realtor* rebuild* rehab* remodel* renovat* rent* repair*
resid* restaurant* roof* room* rv sell* shop* solar sold startup* storm* store stores studio suv
tenan* tornado* townho* tractor* trade* trailer* triplex* truck* unit units van vehicle* wildfire*
windows yard
"""
_WORK = """
army benefits boss bakery citizen* civilian clinic colleg* contract* degree* deploy* doctor* drive*
driving duty employ* engineer* enlist* fired firefight* freelanc* gig gigs graduat* guard hire*
hired hospital* hours intern* job jobs laid layoff* lawyer* marine* medical military navy nonprofit*
nurse* permit* pilot* police practice* profess* promot* quit responder* retail school* seasonal self
shift* soldier* student* teach* temp temporary trainee* uber unemploy* universit* vet veteran* vets
visa* work*
"""
_EVENTS = """
account* bankrupt* behind court* custody dead deceased decree* death die died dies estate ex executor fell
identity late lawsuit* letter* name names missed order* passed sign* skip* split stole* stopped
successor support*
"""
_STATES = """
alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho
illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota
mississippi missouri montana nebraska nevada hampshire jersey york carolina dakota ohio oklahoma
oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming guam
"""
_TERM = r"\d+(?:\.\d+)? ?-? ?(?:years?|yrs?|months?|mos?)"
_SAYS_NO_MORE = r"(?:a|an|the|or|vs|versus|to|over|for|at|on|standard|fixed|term|of|is|are|with|,)"
HAS_TERM = re.compile(
    r"\b\d+ (?:more )?(?:years?|yrs?|months?|weeks?) (?:are |is )?(?:left|remaining|to go)\b"
    r"|\b(?:for|over|in) (?:another )?\d+ (?:more )?months?\b"
    rf"|^(?:{_SAYS_NO_MORE} )*(?:\d+ )?(?:{_SAYS_NO_MORE} )*{_TERM}(?: fixed| term)?$"
    r"|\b\d+ ?(?:/|a|an|per|each|every) ?(?:month|mo)\b"
    r"|\bat \d{1,2}(?:\.\d+)?,? (?:for|over) \d"
)
"""The time that a loan runs, or a sum a month: what no age and no description is told by."""

_SMALLEST_FIGURE = 300
"""A whole number below it, without a sign of money or percent, is an age, a count or a date."""


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word).replace(r"\*", r"\w*") for word in text.split()))


_OF_LENDING = _pattern(_LENDING)
_OF_CIRCUMSTANCES = _pattern(_PROPERTY + _WORK + _EVENTS + _STATES)


@lru_cache(maxsize=4096)
def is_of_lending(word: str) -> bool:
    """Return whether a token in lower case is a figure, or a word of lending and money."""
    parts = (*word.split(), word.replace(" ", ""))
    return _is_figure(word) or any(_OF_LENDING.fullmatch(part) for part in parts)


@lru_cache(maxsize=4096)
def is_circumstance(word: str) -> bool:
    """Return whether a token in lower case is of property, work, a state, or what befell someone."""
    return any(_OF_CIRCUMSTANCES.fullmatch(part) for part in word.split())


def _is_figure(word: str) -> bool:
    if word in ("$", "%", "€", "£"):
        return True
    digits = word.replace(",", "")
    if digits.isdecimal():
        number = int(digits[:9])
        return number >= _SMALLEST_FIGURE and not 1900 <= number <= 2035
    return digits[:1].isdigit() and (digits.endswith("k") or "." in digits)
