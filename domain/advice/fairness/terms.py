"""The words for protected characteristics, by characteristic and by their part in a sentence.

The characteristics are those of Regulation B (12 CFR 1002.2(z)) and of the Fair Housing Act
(42 U.S.C. 3605). Words for what a creditor may consider are missing on purpose: veteran, retired,
student, citizen and holder of a visa (12 CFR 1002.6(b)(7)).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.advice.fairness.lists import phrases, words
from domain.advice.fairness.origins import ORIGINS


class Trait(StrEnum):
    """A protected characteristic, as far as words tell it apart from others."""

    RACE = "RACE"
    ORIGIN = "ORIGIN"
    RELIGION = "RELIGION"
    SEX = "SEX"
    MARITAL = "MARITAL"
    FAMILIAL = "FAMILIAL"
    AGE = "AGE"
    DISABILITY = "DISABILITY"
    ASSISTANCE = "ASSISTANCE"
    RIGHTS = "RIGHTS"
    """Having used rights under the Consumer Credit Protection Act."""


class Part(StrEnum):
    """What a term does in a description."""

    ADJECTIVE = "ADJECTIVE"
    PERSON = "PERSON"
    """A noun that names a person or persons."""
    TITLE = "TITLE"
    """An adjective or noun of age alone, part of a job's title before another noun: "senior"."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or several in a row, for one characteristic."""

    trait: Trait
    part: Part


_ADJECTIVES = {
    Trait.RACE: """black, white, caucasian, brown, asian, asian american, south asian, east asian,
        hispanic, latino, latina, latinx, latine, chicano, chicana, african american, african,
        native american, american indian, indigenous, native hawaiian, hawaiian, pacific islander,
        alaska native, navajo, cherokee, lakota, sioux, choctaw, apache, ojibwe, biracial,
        interracial, interfaith,
        multiracial, mixed race, nonwhite, non white, arab, arab american, middle eastern,
        minority, bipoc, afro latino, afro latina, afro caribbean, desi, ethnic""",
    Trait.RELIGION: """muslim, christian, catholic, roman catholic, protestant, jewish, hindu,
        sikh, buddhist, mormon, lds, evangelical, born again, baptist, atheist, agnostic, religious,
        orthodox, amish, mennonite, pagan, lutheran, methodist, presbyterian, pentecostal, jain,
        shia, sunni, bahai, wiccan, quaker, zoroastrian, druze, coptic, maronite, taoist, shinto,
        rastafarian, unitarian, anglican, episcopalian, adventist, calvinist, hasidic, haredi,
        mosque,
        church, synagogue, rabbi, imam, pastor, priest""",
    Trait.SEX: """female, male, gay, lesbian, bisexual, bi, queer, straight, heterosexual,
        homosexual, transgender, trans, transsexual, nonbinary, non binary, lgbt, lgbtq, lgbtqia,
        same sex, asexual, intersex, cis, cisgender, pansexual, genderqueer, genderfluid""",
    Trait.MARITAL: """single, married, unmarried, divorced, separated, widowed, newlywed, engaged,
        remarried, never married, divorcing, cohabiting, newly wed, in a relationship,
        in a domestic partnership, in a civil union, in a same sex marriage, in a long
        distance marriage,
        going through a divorce, getting a divorce, in the middle of a divorce, married to a man,
        married to a woman, in the process of divorcing, living together""",
    Trait.FAMILIAL: """pregnant, expecting, expectant, expecting a baby, expecting a child,
        expecting twins, expecting our first child, expecting our first baby, expecting our first,
        childless, childfree, child free, breastfeeding, postpartum, stay at home,
        on maternity leave, on paternity leave, on parental leave, on family leave, foster,
        adoptive, working, infertile, preggo, preggers""",
    Trait.AGE: """elderly, gen z, gen x, gen y, young, younger, old, older, middle aged, aging,
        teenage, youngish,
        over the hill, getting old, getting older, no longer young, not young anymore""",
    Trait.DISABILITY: """disabled, deaf, blind, legally blind, hard of hearing, hearing impaired,
        visually impaired, handicapped, paralyzed, wheelchair bound, autistic, bipolar,
        schizophrenic, paraplegic, quadriplegic, dyslexic, epileptic, adhd,
        neurodivergent, mentally ill,
        chronically ill, hiv positive, physically disabled, mentally disabled, differently abled,
        able bodied, in a wheelchair, low vision, on the autism spectrum, on the spectrum,
        intellectually disabled, terminally ill, bedridden""",
}

_PERSONS = {
    Trait.RACE: "latinos, latinas, asians, native hawaiians, pacific islanders, minorities",
    Trait.ORIGIN: """immigrant, immigrants, refugee, refugees, national, nationals,
    foreigner, foreigners, expat, expats,
        spanish speaker, spanish speakers, migrant, migrants, non native english speaker,
        non native speaker, native spanish speaker""",
    Trait.RELIGION: """muslims, christians, catholics, protestants, jew, jews, hindus, sikhs,
        buddhists, mormons, evangelicals, atheists, agnostics, baptists, jehovah 's witness,
        jehovah 's witnesses, seventh day adventist, scientologist, quakers, churchgoer,
        believer""",
    Trait.SEX: """woman, women, man, men, lady, ladies, guy, guys, gal, girl, girls, gentleman,
        dude, lesbians, boy, female, male""",
    Trait.MARITAL: """widow, widower, widows, widowers, bachelor, bachelorette, divorcee, divorcée,
        divorcees, wife, husband, couple, newlyweds, housewife, bride, spouse, bride to be""",
    Trait.FAMILIAL: """mother, mom, mum, mommy, mama, father, dad, mothers, moms, fathers, dads,
        parent, parents, mother to be, father to be, grandmother, grandfather, grandma, grandpa,
        grandparent, grandparents, family, families, mom to be, stay at home mom,
        stay at home dad""",
    Trait.AGE: """senior citizen, senior citizens, septuagenarian, octogenarian, sexagenarian,
        nonagenarian, millennial, millennials, boomer, boomers, baby boomer, gen xer, zillennial,
        oldie, old timer, zoomer, teen,
        teenager, teenagers, elder, twenty something, thirty something, forty something,
        fifty something, young adult, young adults""",
    Trait.DISABILITY: """amputee, dwarf, little person, paraplegic, quadriplegic, wheelchair user,
        cancer survivor,
        cancer patient, diabetic, stroke survivor""",
    Trait.ASSISTANCE: """welfare recipient, food stamp recipient, food stamps recipient,
        ssi recipient, ssdi recipient, medicaid recipient, snap recipient, welfare mom,
        social security recipient, public assistance recipient, section 8 tenant,
        section 8 voucher holder, welfare mother, tanf recipient""",
}

_PLURALS = {
    f"{word}s": Term(trait, Part.PERSON)
    for trait, found in (
        (Trait.RACE, phrases(_ADJECTIVES[Trait.RACE])),
        (Trait.ORIGIN, ORIGINS),
        (Trait.RELIGION, phrases(_ADJECTIVES[Trait.RELIGION])),
    )
    for word in found
}

TERMS: dict[str, Term] = {
    **_PLURALS,
    **dict.fromkeys(ORIGINS, Term(Trait.ORIGIN, Part.ADJECTIVE)),
    **{w: Term(t, Part.ADJECTIVE) for t, text in _ADJECTIVES.items() for w in phrases(text)},
    **{w: Term(t, Part.PERSON) for t, text in _PERSONS.items() for w in phrases(text)},
    "senior": Term(Trait.AGE, Part.TITLE),
    "seniors": Term(Trait.AGE, Part.TITLE),
    "american": Term(Trait.ORIGIN, Part.ADJECTIVE),
    "foreign born": Term(Trait.ORIGIN, Part.ADJECTIVE),
    "us born": Term(Trait.ORIGIN, Part.ADJECTIVE),
    "first generation": Term(Trait.ORIGIN, Part.ADJECTIVE),
    "second generation": Term(Trait.ORIGIN, Part.ADJECTIVE),
    "immigrant": Term(Trait.ORIGIN, Part.PERSON),
    "spanish speaking": Term(Trait.ORIGIN, Part.ADJECTIVE),
}
"""Every term in lower case, hyphens as spaces."""

PROGRAMS = phrases(
    """food stamps, welfare, snap, snap benefits, ebt, tanf, wic, ssi, ssdi, disability,
    disability benefits, social security disability, medicaid, medicare, section 8, social security,
    a section 8 voucher, public assistance, government assistance, public benefits,
    government benefits, unemployment, unemployment benefits, general assistance, cash aid,
    calworks,
    supplemental security income, social security income, a housing voucher, housing vouchers,
    welfare benefits, unemployment compensation, liheap, the dole,
    section 8 housing, public housing, subsidized housing,
    state aid, public aid"""
)
"""Continuing public assistance (12 CFR 1002.2(z), comment 3 counts Social Security among it)."""

CONDITIONS = phrases(
    """disability, disabilities, physical disability, mental disability, learning disability,
    cancer, ms, multiple sclerosis, hiv, aids, ptsd, autism, adhd, bipolar disorder, diabetes,
    epilepsy, dementia, depression, down syndrome, cerebral palsy, parkinson 's, parkinsons,
    mental illness, chronic illness, schizophrenia, lupus, dyslexia, hearing loss, low vision,
    wheelchair, mental health condition, crohn 's, crohn 's disease, sickle cell,
    sickle cell disease,
    macular degeneration, glaucoma, cataracts, stroke, arthritis, fibromyalgia, kidney disease,
    dialysis,
    heart disease, heart condition, heart failure, als, alzheimer 's, a brain injury,
    brain injury, tbi,
    spina bifida, muscular dystrophy, cystic fibrosis, hemophilia, leukemia, lymphoma, hepatitis,
    migraines, narcolepsy, tourette 's, ocd, dyscalculia, aphasia, amputation, chemo, chemotherapy,
    dwarfism, bed rest, celiac disease, colitis, copd, emphysema, vertigo, tinnitus, hearing aids,
    a guide dog, crutches,
    prosthesis, prosthetic leg, special needs, addiction, alcoholism, eating disorder, anorexia,
    bulimia,
    panic attacks, psychosis, a pacemaker, a stoma, an amputated leg, memory loss, vision loss,
    anxiety, chronic pain, asthma, long covid"""
)

CHILDREN = phrases(
    """kid, kids, child, children, baby, babies, newborn, toddler, toddlers, infant, teenager,
    teenagers, little ones, little one, boys, girls, sons, daughters, son, daughter, twins,
    triplets,
    grandkids, grandchildren"""
)

ORDINARY = phrases(
    """disabled veteran, disabled veterans, disabled vet, disabled vets, single family,
    single payment, single member, married filing jointly, married filing separately,
    american express, american samoa, indian home loan, indian country, native american direct loan,
    white collar, blue collar, black box, straight line, senior lien, old school, old fashioned,
    bi weekly, military spouse, surviving spouse, american dream, foreign national, single
    digit, single handedly,
    white label, black market, black friday, engaged in, working on, working with, working for,
    in the black, in the red, turned down, turned me down, turned us down, as a rule, as a result,
    as a whole, as a first step, as an example,
    as a last resort, as a backup, as usual, working at, working as, working in, working out,
    working toward, working to, separated from"""
)
"""Phrases in which a term has its other sense, or names who is eligible for a program."""

NEEDS_PERSON = phrases("working, foster, adoptive, stay at home, first generation, nursing")
"""Adjectives that tell of a characteristic only before a noun for a person: "working mother"."""

UNCLEAR = words(
    """black white single straight old older young younger brown working family families couple
    boy girl english american foreign african indian national engaged separated bi minority born
    orthodox guy guys senior seniors spouse elder nursing depression anxiety ms aids snap
    disability kid baby"""
)
"""Terms that stand for something else too often to be told apart without a grammar."""

WEAK = phrases("old, older, younger, straight, brown, english, foreign, ethnic, american, orthodox")
"""Adjectives that may mean something else before any other noun: "an old customer"."""

LONGEST_PHRASE = 5
"""Words in the longest phrase."""

EXERCISED = phrases(
    """filed a complaint with, filed a complaint against, filed a complaint about, sued, reported,
    complained about, complained to, disputed a charge with, disputed an error with,
    disputed a debt with, disputed my credit report with, disputed an error on,
    won a lawsuit against"""
)
"""What one says of having used rights under the Consumer Credit Protection Act."""
