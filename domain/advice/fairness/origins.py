"""Names of countries and peoples: the words for national origin."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip().replace("_", " ") for name in text.split())


COUNTRIES = _names(
    """afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahamas
    bangladesh barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil bulgaria
    burma burundi cambodia cameroon canada chad chile china colombia congo costa_rica croatia cuba
    cyprus denmark dominica dominican_republic the_dominican_republic ecuador egypt el_salvador
    england eritrea estonia ethiopia europe fiji finland france gabon gambia germany ghana greece
    grenada guatemala guinea guyana haiti honduras hong_kong hungary iceland india indonesia iran
    iraq ireland israel italy ivory_coast jamaica japan jordan kazakhstan kenya korea south_korea
    north_korea kosovo kuwait kyrgyzstan laos latvia lebanon liberia libya lithuania malawi malaysia
    mali mauritania mexico moldova mongolia morocco mozambique myanmar namibia nepal netherlands
    new_zealand nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru
    the_philippines philippines poland portugal puerto_rico qatar romania russia rwanda samoa
    saudi_arabia scotland senegal serbia sierra_leone singapore slovakia slovenia somalia
    south_africa south_sudan spain sri_lanka sudan sweden switzerland syria taiwan tajikistan
    tanzania thailand tibet togo tonga trinidad tunisia turkey uganda ukraine united_kingdom
    the_uk uruguay uzbekistan venezuela vietnam wales yemen zambia zimbabwe africa asia
    latin_america central_america south_america the_caribbean the_middle_east eastern_europe
    west_africa overseas abroad another_country a_foreign_country"""
)

ORIGINS = _names(
    """afghan albanian algerian angolan argentine argentinian armenian australian austrian
    bangladeshi belarusian belgian bolivian bosnian brazilian british bulgarian burmese cambodian
    cameroonian canadian caribbean chilean chinese chinese_american colombian congolese croatian
    cuban cuban_american czech danish dominican dutch ecuadorian egyptian english eritrean estonian
    ethiopian european filipino filipina filipino_american finnish french gambian german ghanaian
    greek guatemalan guyanese haitian haitian_american hmong honduran hungarian indian
    indian_american indonesian iranian iraqi irish irish_american israeli italian italian_american
    jamaican japanese japanese_american jordanian kenyan korean korean_american kurdish laotian
    latvian lebanese liberian libyan lithuanian malaysian mexican mexican_american mongolian
    moroccan nepali nepalese nicaraguan nigerian nigerian_american norwegian pakistani palestinian
    panamanian persian peruvian polish portuguese puerto_rican romanian russian rwandan salvadoran
    saudi scottish senegalese serbian singaporean slovak somali south_african spanish sri_lankan
    sudanese swedish swiss syrian taiwanese thai tibetan tongan trinidadian tunisian turkish
    ugandan ukrainian uruguayan uzbek venezuelan vietnamese vietnamese_american welsh yemeni
    zimbabwean haitians mexicans nigerians indians filipinos cubans somalis vietnamese_born
    dominicans salvadorans west_african east_african latin_american central_american
    south_american foreign punjabi bengali tamil gujarati telugu malayali sinhalese pashtun hazara
    uyghur kazakh tajik turkmen georgian azerbaijani azeri chechen roma romani kurd berber amazigh
    tuareg igbo yoruba hausa fulani akan ashanti zulu xhosa swahili amhara oromo tigrayan eritrean_american
    congolese_american rohingya khmer cham tibetan_american maori samoan tahitian fijian
    chamorro micronesian marshallese inuit yupik aleut hopi zuni seminole comanche mohawk oneida
    seneca blackfoot chickasaw shoshone paiute pawnee osage iroquois lumbee
    puerto_rican_american boricua nuyorican quechua aymara maya mayan mixtec zapotec garifuna creole
    cajun cape_verdean mozambican namibian botswanan zambian malian nigerien chadian gabonese burkinabe
    ivorian togolese beninese sierra_leonean guinean burundian malagasy mauritian comorian djiboutian
    emirati qatari kuwaiti bahraini omani icelandic estonian_american luxembourgish maltese cypriot
    macedonian montenegrin kosovar slovenian moldovan bulgarian_american bhutanese maldivian bruneian
    surinamese belizean bahamian barbadian grenadian antiguan costa_rican salvadorean assyrian chaldean
    yazidi druze alawite copt slavic scandinavian nordic balkan anglo hispanic_american"""
)
