"""Swedish words that a search treats in their own way, folded (å ä → a, ö → o)."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Carry no meaning of their own: not indexed in running text, not asked for when anything else is.
STOP_WORDS = _set(
    """
    alla allt an andra annan annat antal anda at att av bade bara bland bli blir blivit blev bort
    da dar de dem den denna deras dess dessa det detta din dina dit ditt du efter eller en er era
    ert ett fler flera flest for fran fram ha had hade han hans har hela hennes her hit hon hos hur
    har i icke ifran in inga ingen inget innan inne inom inte ja jag ju kan kom kommer kunna kunde
    lite man manga med medan mellan men mer mest mig min mina mitt mot mycket nagon nagot nagra nar
    ni nog nu ny nya och ocksa om oss pa per samt sa sadan sadana sedan sig sin sina sitt ska skall
    skulle som tack till tills upp ut utan utanfor utover var vara varandra vare varfor varit varje
    vars vart vad vem vems vi vid vilka vilken vilket vill ar aven over under
    """
)

# Said around what is looked for: "jag söker en förening där man kan lära sig spela schack".
FILLERS = _set(
    """
    soker soka hitta hittar finns lara borja vilja traffa traffas halla haller ga gar delta spela
    intresserad intresse behover plats nagonstans nara gillar tycker bra
    """
)

# Say that it is a body and nothing of what it does: beside another word they need not be there.
BODIES = _set(
    """
    forening klubb lag grupp sallskap forbund organisation kommitte avdelning sektion
    lokalavdelning lokalforening
    """
)

# As the last part of a compound they leave the meaning to the part before.
LIGHT_HEADS = BODIES | _set(
    """
    verksamhet krets traning kurs skola team cirkel akademi natverk samfallighet stiftelse ideell
    distrikt samfund center centrum hus gard kommun kommunal
    """
)

# Short words that do stand inside compounds. Others of four letters or fewer ("ter", "kas") only
# look as if they did.
SHORT_PARTS = _set(
    """
    aker alva ang bad bage ball band bank bar bark barn bask bat bil bild bio bo bok boll bord
    bowl brand bro brud bruk bygd byn bys dals dam dans dart data djup djur dykar el fader fagel
    far fest film finsk fisk fjall flick flott flyg folk fot foto fred fri frid frisk fru fys
    gang gard gata glad golf grav grek gris gron grund grupp gruv gym gymp hall halsa halv hamn
    hand handel hantverk hast hav hem herr hjalp hobby hojd hor hund hus is jakt jazz jord jour
    jourer judo jul kaffe kajak karate kart katt klass klimb klubb konst kor korps kost kott
    kraft krog krona kropp kund kurd kurs kvinna kyrka lag lan land lands lang lans lapp lek liv
    ljud ljus lokal lopp lots luft lund mamma man mark mat mek mil miljo mode mote motor mun mus
    musik myr natt natur nord norr ny nya oppen ord ort ost oster padel pappa park part plan
    plats plog pojk polsk press prov pub radd ras rekord rid rike ring roll rom rosen rost rott
    sag sagor sakra sal sand sang segel senior sim sjo sjuk skarg skid skog skol skott skytt
    slakt slojd slott snickar sno sol somal spel sport sprak stad start stod strand stug styr
    sund svensk sy syd syn tag tal tank tavl teat tennis text tid tjej torg torn trad trafik tro
    trygg tysk ung ungdom vag vagg vakt val vald van vard varm vast vastra vatt vaxt vik vild
    vin vind vinter virk volley vuxen yoga yrk
    """
)
# Endings that are words too, but never as the last part of one.
NEVER_PARTS = _set(
    """
    ing ning het dom skap are aren else erna arna orna ter ser ner lig isk ism ist itet tion sam
    bar mass vis full los samma samm and end ande tur eri das des dis for fore med till mot per
    """
)
