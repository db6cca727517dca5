"""The words that tell what a mail is, in Dutch, French, English and a little German."""

from typing import Final

from stagedesk.mail.words import either

# All run on folded text: lower case, no accents.


PAST: Final = either(
    r"\b(?:na|tijdens|sinds|dankzij|van) mijn (?:\w+ )?\w{0,14}stage\b(?: (?:van )?(?:vorige?"
    r"|afgelopen|toen|als|in 20\d\d)"
    r"|<40>\b(?:leerde|deed|kon|mocht|was|werkte|kreeg|heb ik)\b)",
    r"\b(?:na|sinds|dankzij) (?:mijn|een) (?:\w+ )?\w{0,14}stage\b|\b(?:vorige|eerdere) (?:\w+ )?stages?\b",
    r"\bstage (?:gelopen|gedaan)\b",
)
INTERNSHIP: Final = either(
    r"\b(?!back|on-?stage|main stage|stage(?:bureau|desk|dienst|soft))\w{0,16}stage(?:s|n|plaats\w*|plek\w*"
    r"|plekken|periode\w*|aanvra\w*|lopen|jaar|dag|dagen|opdracht\w*|overeenkomst\w*|contract\w*"
    r"|begeleid\w*|mogelijkhe\w*|verslag\w*|bezoek\w*|week|weken|vraag|verzoek|kandida\w*|zoek\w*"
    r"|lijst\w*|blok\w*|documenten|dossier\w*|uren|vacature\w*|aanbod|markt|gever)?\b",
    r"\b(?:stagiai?re?s?|stagiaires?|internships?|interns?|traineeships?|trainees?|work placements?"
    r"|\w{0,12}praktikum\w*|praktikant\w*|bpv\w*|beroepspraktijkvorming|werkplekleren|\w*snuffel\w*"
    r"|kijkdag\w*"
    r"|meeloopdag\w*|observatie(?:dag|activiteit|week)\w*|duaal leren|leerwerkplek\w*"
    r"|leerwerkplaats\w*|alternance|ibo|wes|beroepsinleving\w*|immersion professionnelle|job shadowing"
    r"|werkervaringsplek\w*|meelopen)\b",
    r"\berasmus(?:\+| (?:plus|student\w*|programm?e?|mobility|placement))|\bwork experience (?:week|placement"
    r"|program\w*)\b|\b(?:do|doing|for|my|our|your) work experience\b",
)
ASKS: Final = either(
    r"\b(?:ik|wij|we|hij|zij|ze|dochter|zoon|leerling\w*|student\w*|cursist\w*)\b<40>\b(?:zoek|zoeken|zoekt"
    r"|wil|willen|zou|zouden|moet|moeten|kan|kunnen|wens|wensen|doe|doen)\b",
    r"\b(?:zoek|zoeken|zoekt|op zoek|gezocht|zou ik|zou hij|zou zij|zouden|vroeg ik|vraag ik|aanvraag"
    r"|aanvragen|kandida\w+|mogelijkheid|mogelijkheden|mogelijk|solliciteer|interesse|terecht|plaats|plek"
    r"|plekken|plaatsen|graag|kan ik|kan dat|kan dit|kunnen (?:jullie|we|wij)|mag (?:ik|dat|dit)|heeft u"
    r"|hebben jullie|zijn er|voorkeur|verzoekt|verzoeken)\b",
    r"\b(?:cherche|cherchons|recherche|souhait\w+|aimerais|voudrais|candidature|possible|possibilite\w*"
    r"|place|demande|accueillir)\b",
    r"\b(?:look(?:ing)? for|would like|apply|application|opportunit\w+|interested|possible|could i|seeking"
    r"|available positions?)\b",
    r"\b(?:suche|suchen|bewerb\w+|moglich\w*|mochte)\b",
)
WITHDRAWAL: Final = either(
    r"\b(?:trek|trekken|trekt)\b<40>\b(?:aanvraag|kandidatuur|sollicitatie|vraag)\b<60>\b(?:in|terug)\b",
    r"\b(?:aanvraag|kandidatuur|stage|stageplaats|vraag|stageaanvraag)\b<40>\b(?:intrekken|in te trekken"
    r"|ingetrokken|annuleren|geannuleerd|schrappen|geschrapt|stopzetten|vervalt|vervallen|verwijderen"
    r"|gaat niet door|niet meer nodig|niet langer nodig|hoeft niet meer)\b",
    r"\bstage\w*\b<20>\b(?:gaat|zal|kan)\b<20>\bniet (?:meer )?(?:door|plaatsvinden)\b",
    r"\b(?:niet|hoeft niet|hoeven niet) (?:verder|meer|langer) (?:voor \w+ )?te zoeken\b",
    r"\b(?:hoeft|hoeven|hoef)\b<30>\bgeen\b<30>\bmeer\b<30>\bzoeken\b"
    r"|(?:^|[.,;!?\n]\s?|\b(?:het|dat|dit|stage) )hoeft (?:al |voor mij |dus )?niet meer\b"
    r"|\bhoeft (?:het|dit|dat) (?:\w+ )?niet meer\b",
    r"\bmijn (?:persoonlijke )?(?:gegevens|data) (?:te |graag |aub )?(?:verwijderen|wissen|schrappen)\b"
    r"|\b(?:verwijder|wis) (?:aub |graag |alstublieft )?(?:al )?mijn (?:gegevens|data)\b"
    r"|\bsupprimer mes donnees\b"
    r"|\bdelete my (?:personal )?data\b",
    r"\b(?:annuleer|annuleren|schrap|intrekking)\b<40>\b(?:aanvraag|kandidatuur|stage\w*)\b|\b(?:intrekking"
    r"|annulatie|annulering) (?:van )?(?:mijn |onze )?(?:\w*aanvraag|stage|kandidatuur)\b",
    r"\b(?:heb|hebben|heeft|is|zijn)\b<40>\b(?:elders|ergens anders|andere|een andere|intussen|ondertussen"
    r"|inmiddels|al|reeds|zelf)\b<40>\b(?:stage\w*|plaats|plek|iets|werkplek)\b<15>\bgevonden\b",
    r"\b(?:stage)?(?:plaats|plek)\b<30>\baan iemand anders\b|\bstop(?:t|pen)? <3>met (?:mijn|zijn|haar|de) "
    r"(?:opleiding|studies?|school)\b",
    r"\bja gezegd\b|\bik kom (?:dus |helaas |toch )?niet (?:meer )?(?:naar|bij) (?:jullie|u)\b"
    r"|\b(?:kies|koos|gekozen|ga|kiezen|gaan) (?:ik |we |dus |nu |toch )?voor een (?:andere?"
    r"|ander) \w*(?:stage|plek|plaats"
    r"|aanbod|bedrijf|stad|organisatie)\w*\b|\b(?:aanbod|voorstel)\b<30>\b(?:weiger\w*|afsla\w*|bedank\w*"
    r"|niet aan\w*)\b",
    r"\b(?:elders|ergens anders|intussen|ondertussen|inmiddels|reeds)\b<30>\b(?:gevonden|aanvaard"
    r"|aangenomen|geplaatst|terecht)\b|\b(?:andere|elders een) stage(?:plaats|plek)\b<15>\b(?:gevonden"
    r"|aanvaard|gekregen)\b",
    r"\bzie(?:n|t)? (?:ik |we |hij |zij )?(?:er|ervan|hiervan)?<20>\baf\b|\b(?:niet?|ni) (?:meer"
    r"|langer) (?:beschikbaar|geinteresseerd|op zoek|nodig|van toepassing)\b"
    r"|\bgeen stage\w* meer (?:bij \w+ )?(?:nodig|doen|lopen|volgen)\b|\bgeen plaats meer nodig\b",
    r"\b(?:retire|retirer|annule|annuler|renonce)\b<40>\b(?:candidature|demande|stage)\b"
    r"|\btrouve\b<25>\b(?:stage|place|ailleurs)\b|\bplus besoin\b",
    r"\b(?:withdraw|cancel)\b<30>\b(?:application|request|internship)\b|\bfound (?:another|a different"
    r"|an) (?:internship|place|placement)\b|\bno longer (?:need|interested|available|looking)\b"
    r"|\b(?:disregard|ignore)\b<20>\b(?:application|request|e-?mail)\b|\baccepted (?:an? )?(?:\w+ )?(?:offer"
    r"|internship|place|placement|position)\b<12>\b(?:another|other|different|elsewhere)\b"
    r"|\bplus (?:tenir )?compte de (?:ma|notre)\b",
    signs="aan iemand anders|stop|disregard|ignore|accepted|compte de|trek|getrok|annul|schrap|stopzet"
    "|verval|verwijder|"
    "niet door|niet meer|niet langer|"
    "nie meer|ni meer|nie langer|ni langer|plaatsvinden|te zoeken|gevonden|elders|ergens|intussen|"
    "ondertussen|inmiddels|reeds|aanvaard|gekregen|zie|meer nodig|geen stage|retir|renonc|"
    "trouve|plus besoin|withdraw|cancel|found a|no longer|hoef|hoev|"
    "ja gezegd|ik kom |voor een ander|aanbod|voorstel|wis |wissen|supprimer|delete my",
)
NOT_YET: Final = either(
    r"\b(?:nog geen|nog niets|nog steeds geen|niet meteen|nog niet|geen stage\w* gevonden|pas encore"
    r"|not yet|haven't|have not|zonder)\b"
)
REMINDER: Final = either(
    r"\b(?:herinnering|herinner\w*|rappel|reminder|relance)\b",
    r"\b(?:nog (?:steeds |altijd )?|tot op heden |tot nu toe |voorlopig |al die tijd )(?:\w+ ){0,3}?(?:geen"
    r"|niets)\b<30>\b(?:antwoord|reactie|nieuws|bericht|bevestiging|terugkoppeling|gehoord|vernomen"
    r"|ontvangen)\b",
    r"\b(?:kreeg|krijg|ontving|heb|mocht|hebben|kregen)\b<40>\bgeen\b<20>\b(?:antwoord|reactie|nieuws"
    r"|bericht|bevestiging)\b|\bniets (?:meer |van u |van jullie )?(?:gehoord|vernomen)\b",
    r"\bwanneer (?:mag|mogen|kan|kunnen|krijg|krijgen|zal|zullen) <4>(?:een |uw |jullie )?(?:antwoord"
    r"|reactie|nieuws"
    r"|terugkoppeling)\b|\b(?:tweede|derde|vierde|vijfde|[2-5](?:e|de)) (?:keer|maal) dat (?:ik|we|wij)\b",
    r"\b(?:weken?|maand(?:en)?|dagen) geleden\b<50>\b(?:vroeg|stuurde|mailde|diende|contacteerde|gevraagd"
    r"|gestuurd|gemaild|bezorgde)\b|\bal iets (?:over|van|rond|meer)\b|\bal iets\b<20>\b(?:zeggen|weten"
    r"|beslist)\b",
    r"\b(?:polsen|navragen|horen|vragen)\b<25>\b(?:mijn|onze) (?:\w*aanvraag|vraag|mail|kandidatuur)\b"
    r"|\bmijn (?:vraag|aanvraag|mail|stageaanvraag) van (?:vorige?|\d)<80>\b(?:bekijken|bekeken|gelezen"
    r"|ontvangen|nieuws|antwoord|reactie)\b|\b(?:hebben|heeft|hebt|heb|is|zijn)\b<30>\b(?:ontvangen"
    r"|aangekomen|toegekomen|gelezen|bekeken)\?",
    r"\bal (?:meer |enig |iets )?(?:nieuws|zicht|duidelijkheid)\b|\bstand van zaken\b|\bhoe (?:ver|zit"
    r"|staat)\b<30>\b(?:aanvraag|stage\w*|kandidatuur)\b|\b(?:al|ooit) (?:goed )?(?:ontvangen|aangekomen)\?",
    r"\b(?:opvolging|naar aanleiding) van mijn (?:vorige |eerdere )?(?:mail|aanvraag|bericht|e-mail"
    r"|vraag)\b|\bwacht(?:en)? (?:ik |we |wij )?nog (?:steeds |altijd )?op\b",
    r"\b(?:pas encore|toujours pas|n'ai pas|pas)\b<20>\b(?:recu|eu)\b<20>\b(?:reponse|nouvelles|retour)\b"
    r"|\bsans (?:reponse|nouvelles)\b|\bou en est ma\b|\bsuite a (?:mon|ma) (?:mail|courriel|demande) du\b",
    r"\bfollow(?:ing)? up on (?:my|our|the)\b|\bchance to (?:look|read|review)\b"
    r"|\bhaven't (?:heard|received)\b|\bhave not (?:heard|received)\b"
    r"|\bany (?:news|update)s?\b",
    signs="herinner|rappel|reminder|relance|antwoord|reactie|nieuws|bericht|bevestiging|"
    "terugkoppeling|gehoord|vernomen|ontvangen|keer dat|maal dat|geleden|al iets|polsen|"
    "navragen|horen|vragen|bekijken|bekeken|gelezen|aangekomen|toegekomen|zicht|duidelijkheid|"
    "stand van zaken|hoe ver|hoe zit|hoe staat|opvolging|naar aanleiding|wacht|reponse|nouvelles|retour|"
    "sans |ou en est|suite a m|follow|haven't|have not|any news|any update|chance to",
)
DUPLICATE: Final = either(
    r"\b(?:stuur|sturen|zend|verstuur|mail|bezorg|doorsturen|doorgestuurd|verzonden|verstuurd"
    r"|gestuurd)\b<50>\b(?:nogmaals|opnieuw|nog eens|nog een keer|een tweede keer|tweemaal|dubbel)\b",
    r"\b(?:nogmaals|opnieuw|nog eens)\b<30>\b(?:mijn|de|onze) (?:stage)?(?:aanvraag|mail|vraag"
    r"|kandidatuur)\b|\b(?:vanaf|via|vanuit) (?:mijn |een )?(?:ander|prive"
    r"|persoonlijk)\w* ?(?:e-?mail)?(?:adres|mail)\b",
    r"\b(?:niet zeker|weet niet) of (?:mijn|de|onze) (?:vorige |eerste )?(?:mail|aanvraag)\b|\b(?:dubbele"
    r"|zelfde) (?:aanvraag|mail)\b",
    r"\b(?:renvoie|a nouveau ma|deuxieme fois|nouvelle fois ma)\b|\b(?:resend|re-send|sending (?:this "
    r"|my \w+ )?again|from my other (?:e-?mail|address))\b",
    signs="nogmaals|opnieuw|nog een|tweede keer|tweemaal|dubbel|adres|mail|zeker of|niet of|zelfde|"
    "renvoie|nouveau|fois|resend|re-send|again|other ",
)
SUPPLEMENT: Final = either(
    r"\boude? (?:nummer|adres|mailadres|gsm)|\bnieuwe? (?:\w*nummer|adres|mailadres|e-?mail\w*)\b"
    r"|\bin plaats van\b|\bwijziging\b|\b(?:verkeerde?|foute?|foutief|foutieve) (?:\w*nummer|adres|mailadres"
    r"|e-?mail\w*|datum|data|periode|naam)\b",
    r"\b(?:aanvulling|aanvullend\w*|bijkomende (?:info\w*|gegevens)|correctie|rechtzetting|verbetering"
    r"|foutje|typfout|vergissing|vergist|vergeten|vergat)\b",
    r"\b(?:nog even|toch nog|graag nog) (?:meegeven|melden|vermelden|toevoegen|laten weten)\b|\b(?:zoals"
    r"|op uw|op jullie) (?:gevraagd|vraag|verzoek)\b|\bde gevraagde (?:info\w*|gegevens|documenten|cv)\b",
    r"\b(?:antwoord(?:en)? op (?:uw|jullie|je) (?:vraag|vragen))\b|\b(?:periode|data|gegevens|nummer|adres"
    r"|uren|\w{1,12}dagen|stage|week)\b<30>\b(?:gewijzigd|veranderd|verschoven|verplaatst|aangepast)\b"
    r"|\bipv\b|\bverandering(?:en)?\b|\bwijziging (?:van|in)\b",
    r"\b(?:comme (?:demande|convenu)|en complement|j'ai oublie|erratum|correction|as requested|forgot to"
    r"|additional information|in addition to my (?:application|mail|e-?mail))\b",
    r"\b(?:ik aanvaard|ik accepteer|ik bevestig|j'accepte|i accept)\b",
    signs="oude nummer|oud nummer|oude adres|oud adres|oude mailadres|oud mailadres|oude gsm|oud gsm|nieuw|"
    "in plaats van|wijziging|verkeerd|fout|aanvul|bijkomende|correctie|rechtzetting|verbetering|vergis|"
    "vergeten|vergat|meegeven|melden|toevoegen|laten weten|gevraagd|verzoek|op uw vra|op jullie vra|"
    "op je vra|zoals vraag|gewijzigd|veranderd|verschoven|verplaatst|ipv|verandering|aangepast|comme "
    "|complement|oublie|erratum|"
    "correction|as requested|forgot to|additional information|in addition|aanvaard|accepte|bevestig|i accept",
)
PAPERS: Final = (
    r"(?:stage-?overeenkomst\w*|overeenkomst(?:en)?|stagecontract\w*|contract(?:en)?|risicoanalyse"
    r"|risico-analyse|werkpost\w*|verzekering\w*|uittreksel\w*|strafregister|praktijkovereenkomst|pok"
    r"|convention(?: de stage)?|learning agreement|agreement|evaluatieformulier\w*|stagedocument\w*"
    r"|documenten|formulier\w*|ondertekende? exempla\w*|attest\w*)"
)
DOCUMENT: Final = either(
    rf"\b(?:bijlage|bijgevoegd|bijgaand|hierbij|bijgesloten|annexe|ci-joint\w*|pieces? jointes?|attached"
    rf"|enclosed"
    rf"|toegevoegd)\b<70>\b{PAPERS}\b",
    rf"\b{PAPERS}\b<50>\b(?:bijlage|bijgevoegd|bijgaand|annexe|ci-joint\w*|attached|enclosed"
    rf"|ter ondertekening|ondertekend|getekend|te tekenen|signee?s?|signed|handtekening)\b",
    rf"\b(?:ondertekend\w*|getekend\w*|signed|signee?s?)\b<30>\b{PAPERS}\b",
    signs="bijla|bijge|bijga|hierbij|annexe|joint|attached|enclosed|toegevoegd|teken|signe",
)
RUNNING: Final = either(
    r"\b\w{0,12}stage\b<40>\b(?:is|zijn) (?:\w+ )?(?:afgelopen|afgerond|gedaan|voorbij|achter de rug)\b"
    r"|\b(?:zijn|haar|mijn) evaluatie\b",
    r"\b(?:tussentijdse?|eind|eerste|afsluitende?) ?(?:evaluatie\w*|beoordeling\w*|bespreking)\b"
    r"|\bevaluatie(?:gesprek|moment|formulier|verslag)?\b<40>\b(?:stage|stagiair\w*|van|plannen|invullen)\b",
    r"\bstage ?(?:bezoek\w*|beoordeling|evaluatie|verslag)\b|\b(?:langskomen|bezoek\w*"
    r"|langs te komen)\b<50>\b(?:stage|stagiair\w*|evaluatie|student|leerling)\b",
    r"\b(?:stage|stageperiode)\b<40>\b(?:verleng\w*|stopgezet|stopzetten|vroegtijdig"
    r"|vroeger (?:te )?stoppen|beeindig\w*|onderbroken|onderbreken)\b|\bverlenging\b<25>\bstage\b"
    r"|\b(?:vroegtijdig|vervroegd|stopt|stoppen|gestopt|stop)\b<30>\bstage\b|\blaatste stagedag\b"
    r"|\bmijn (?:stage|bis|ibo|contract)\b<40>\b(?:eindigt|verleng\w*|loopt (?:af|ten einde)|zit erop"
    r"|zat erop)\b",
    r"\bniet\b<30>\b(?:opdagen|opgedaagd|verschenen)\b"
    r"|\b(?:kom|komen|komt)\b<40>\blangs\b<40>\b(?:stage|stagiaire?)\b",
    r"\bniet (?:naar|op) (?:mijn |de |haar |zijn )?stage (?:komen|gaan|geraken|zijn|kunnen)\b"
    r"|\b(?:ziek|afwezig|te laat|doktersattest|ziekteattest)\b<80>\b(?:stage\w*|niet (?:komen|aanwezig))\b"
    r"|\b(?:ziek|afwezig)\b<40>\b(?:vandaag|morgen|deze week)\b|\b(?:vandaag|morgen)\b<20>\b(?:ziek"
    r"|afwezig)\b",
    r"\bstage ?verloop\b|\btussentijdse? (?:gesprek|overleg)\b|\b(?:verloop|afloop|einde) van (?:de|zijn"
    r"|haar|mijn) stage\b|\bmijn stage bij (?:jullie|u) (?:loopt"
    r"|was|is|verloopt)\b|\bprobleem\b<30>\b(?:stagiair\w*|stage|student)\b",
    r"\b(?:visite de stage|evaluation (?:intermediaire|finale|de stage)|prolong\w+ (?:le|du|son|mon) stage"
    r"|mid-?term evaluation|final evaluation|extend (?:my|the|her|his) internship)\b",
    signs="afgelopen|afgerond|gedaan|voorbij|achter de|evalua|beoordeling|bespreking|bezoek|verslag|"
    "langs|verleng|stop|vroegtijdig|vroeger|vervroegd|eindig|onderbr|loopt af|loopt ten|"
    "laatste stage|niet naar|niet op|opdagen|opgedaagd|verschenen|erop|ziek|afwezig|te laat|attest|verloop|"
    "tussentijds|afloop|einde van|mijn stage bij|"
    "probleem|visite|prolong|extend",
)
_SOUGHT: Final = (
    r"(?:\w{0,16}stage(?:plaats|plek|plekken|plaatsen|s)?|stagiair\w*|plaats|plek|plaatsen|plekken"
    r"|leerwerkplek|werkplek|kijkdag\w*|internship|placement|traineeship|praktikum\w*)"
)
ANEW: Final = either(
    r"\b(?:kan|mag|zou) (?:ik|zij|hij|ze|dat|dit)\b<40>\b(?:bij (?:jullie|u|de)|op (?:de|jullie|uw) dienst"
    r"|doen|komen|terecht\w*)\b",
    rf"\b(?:zoek|zoeken|zoekt|op zoek|gezocht)\b<80>\b{_SOUGHT}\b|\b{_SOUGHT}\b<60>\b(?:zoek|zoeken|zoekt"
    rf"|gezocht|op zoek)\b",
    r"\b(?:ik|we|wij) (?:zoek|zoeken)\b|\b(?:zou|zouden|wil|willen|moet|moeten|mag|mogen|kan|kunnen|wenst?"
    r"|wensen|had)\b<60>\b(?:stage (?:lopen|doen|volgen)|(?<!mijn )stage komen|stagelopen"
    r"|stage gelopen|een stage|hun stage|een \w*stage|terecht\w*|meelopen|kijkdag\w*)\b",
    r"\b(?:hebben|heeft|hebt|is|zijn) (?:jullie |u |er |het )?(?:\w+ ){0,4}?(?:plaats|plek|stageplaats\w*"
    r"|stageplek\w*|mogelijk\w*|stages)\b",
    r"\bstage\b<60>\bmogelijk\b|\bmogelijk(?:heid|heden)?\b<40>\bstage\b|\baanvra(?:ag|gen)\b<20>\b(?:voor"
    r"|van|tot) (?:een |de )?(?:\w*stage\w*|plaats\w*)\b|\bkandida(?:at|ten)\b",
    r"\b(?:mijn naam is|ik heet|my name is|je m'appelle|ik ben (?:\w+ ){0,3}(?:\w*student|studente|leerling"
    r"|\w+jaars\w*))\b",
    r"\b(?:je|nous) (?:cherche|cherchons|recherche|souhaite|souhaitons)\b|\b(?:cherche|souhaite|aimerais"
    r"|voudrais|effectuer|faire)\b<30>\bstage\b|\baccueillir\b",
    r"\b(?:looking for|apply for|would like to|need to|have to|could i|would there be"
    r"|interested in)\b<60>\b(?:internship|placement|traineeship|opening)\b|\bsuche\b<40>\bpraktikum\w*",
)
NEWS: Final = either(
    r"\b(?:is er|heb je|heeft u|hebt u|hebben jullie) (?:ondertussen |intussen |misschien |toevallig )?al "
    r"(?:meer |enig |wat )?nieuws\b|\bal (?:nieuws|een antwoord) (?:over|van|rond|voor|omtrent) (?:de|mijn"
    r"|onze|het)\b"
    r"|\bstand van zaken (?:van|over|rond|omtrent|betreffende)\b|\bany (?:news|update)s? (?:on|about"
    r"|regarding) (?:my"
    r"|the|our)\b|\bdes nouvelles (?:de|concernant|pour) (?:ma|mon|la|le|notre)\b",
    signs="nieuws|al een antwoord|stand van zaken|any news|any update|nouvelles",
)
TROUBLE: Final = either(
    r"\b(?:probleem|problemen|klacht|conflict|mentor|evaluatie|ziek|afwezig|moeilijk"
    r"|opdagen|verschijnt|verschenen|komt niet|aan de hand|bezorgd|ongerust|spijbel\w*|stopt|gestopt)\b"
)
DEFINITE: Final = either(
    r"\bde \w{0,12}stage van (?!\d|\w+ (?:uur|uren|weken|maanden|dagen)|de |het |een )|\b(?:zijn|haar"
    r"|hun) stage (?:gaat|loopt|start|begint|is|was|verloopt|bij|van)\b|\bmijn stage (?:gaat|verloopt"
    r"|bij (?:jullie|u))\b",
    r"\b(?:op|tijdens|over|rond) (?:zijn|haar|mijn|hun) stage\b|\b(?:jullie|uw) stagiaire?\b",
    r"\b(?:mijn|onze|zijn|haar) (?:stage)?(?:aanvraag|kandidatuur)\b",
)
EARLIER: Final = either(
    r"\b(?:mijn|onze|een) (?:vorige|eerdere|eerste) (?:mail|e-mail|aanvraag|bericht|vraag|stageaanvraag)\b"
    r"|\b(?:stuurde|mailde|verstuurde|gestuurd|gemaild|bezorgde|diende)\b|\bmijn (?:stage)?aanvraag\b"
    r"|\bma demande\b|\bmon (?:mail|courriel)\b|\bmy (?:previous|earlier|last) (?:mail|e-?mail|message)\b"
    r"|\bmy (?:application|request)\b|\bvan (?:gisteren|vorige week)\b|\bgisteren\b|\bgeleden\b"
    r"|\bvroeg ik\b|\bmijn (?:schrijven|brief)\b|\b(?:e-?mail|message|application) (?:that |which )?(?:i"
    r"|we) sent\b"
    r"|\b(?:mijn|onze|de) (?:mail|vraag|bericht|aanvraag) van\b|\bof (?:mijn|de|onze) (?:mail"
    r"|aanvraag)\b",
    signs=" sent|schrijven|mijn brief|vorige|eerdere|eerste bericht|eerste vraag|stuurd|bezorgde|diende"
    "|aanvraag|ma demande|mon |"
    "my |gister|geleden|vroeg ik|vraag van|bericht van|mail",
)
