/** The words that say that a name stands beside them. */
const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))

/** A name follows, whatever its letters. */
export const TITLES = setOf(
  "dr dra mister missus mr mrs ms mx prof professor sgt ssgt sfc capt cpt maj ltc rev rabbi fr dep atty att'y ofc ofcr cmdr señor señora sra srta monsieur madame herr frau",
)
/** A name may follow: only when it is capitalised and no ordinary word. */
export const SOFT_TITLES = setOf(
  'doctor miss nurse coach pastor father sister brother officer detective sergeant captain lieutenant lt col colonel major private judge attorney principal imam sir madam aunt aunty auntie uncle grandma grandpa granny physician surgeon therapist counselor educator interpreter midwife dentist pharmacist hygienist chaplain resident intern fellow hospitalist cardiologist neurologist oncologist urologist nephrologist gastroenterologist endocrinologist pulmonologist rheumatologist dermatologist psychiatrist psychologist podiatrist orthopedist ophthalmologist optometrist pediatrician gynecologist obstetrician radiologist pathologist anesthesiologist internist physiatrist provider np pa rn lpn cna scribe teacher specialist surrogate proxy attending pcp patient pt client veteran student parent employee pupil guardian baby donor recipient author witness driver passenger tenant inmate detainee technician technologist tech supervisor manager director dean counsellor navigator coordinator caseworker volunteer sitter secretary clerk registrar consultant paramedic medic emt sonographer phlebotomist dietitian nutritionist audiologist doula trainer advocate liaison ombudsman deputy trooper sheriff firefighter nun deacon elder bishop bro sis paciente doctora enfermera enfermero médico vecino vecina hijo hija esposo esposa madre padre hermano hermana abuela abuelo tía tío sobrino sobrina nieto nieta señorita niece nephew cousin neighbor neighbour daughter son wife husband mother roommate friend partner aide landlord landlady boss receptionist adjuster circulator fob mob dtr gdtr hus bf gf poa hcp hcpoa staff certifier examiner buddy presenter relief ibclc vet judge informant caretaker custodian mentor anesthetist assistant operator requestor referrer applicant rph foreman sponsor warden dispatcher escort chairman chairwoman usher bailiff magistrate guide host hostess tutor crewman crew',
)
export const RELATIVES = setOf(
  'son daughter wife husband mother father mom mum dad mommy daddy mama papa parent brother sister twin sibling partner spouse friend boyfriend girlfriend fiancé fiancée fiance fiancee niece nephew aunt uncle cousin grandson granddaughter grandmother grandfather grandma grandpa grandchild grandparent stepson stepdaughter stepmother stepfather stepson stepbrother stepsister son-in-law daughter-in-law mother-in-law father-in-law brother-in-law sister-in-law neighbor neighbour roommate caregiver caretaker carer aide guardian nanny babysitter coworker colleague boss baby infant child boy girl dog cat stepdad stepmom granddad grandad gran nana nan kids children sons daughters brothers sisters siblings twins triplets ex-husband ex-wife ex hijo hija hijos esposo esposa madre padre hermano hermana abuela abuelo tía tío sobrino sobrina nieto nieta vecino vecina marido mujer novio novia prima primo cuñado cuñada suegra suegro great-aunt great-uncle great-granddaughter great-grandson half-brother half-sister fiancee husb hubby bro sis dtr housemate housemates roommates flatmate carers landlord landlady',
)
/** Persons who are named in brackets: "Family (Nils and Agnes) at bedside". */
export const GROUPS = setOf('family parents relatives visitors grandparents')
/** The last word of a label before a colon. */
export const LABELS = setOf(
  'name patient pt physician provider doctor surgeon surgeons assistant assistants anesthesiologist anesthetist attending resident fellow intern consultant cardiologist radiologist pathologist referring ordering dictating pcp md dr by scribe interpreter therapist counselor nurse rn lpn np pa caller contact kin nok guarantor guardian spouse partner wife husband mother father son daughter sister brother parent mom dad friend caregiver cc re dear attn attention author cosigner transcriptionist dictated transcribed signed reviewed verified witness proxy surrogate poa requester requested hospitalist technologist technician sonographer pharmacist midwife pediatrician preceptor supervisor operator subscriber insured holder client resident teacher employer dob from to coach sender recipient veteran member applicant claimant signature paciente nombre student parent nurses staff tech technician author authored initials user username surname forename firstname lastname first last given family middle maiden preferred alias aka nickname legal called driver emergency contacts proband donor doula interpreter navigator coordinator manager dietitian paramedic medic crew hijo hija esposo esposa madre padre médico doctora enfermera anaesthetist gp typist editor anes anesth anesthesia siblings children kids sons daughters brothers sisters parents crew proband contacts surg asst crna circulator scrub sw cm dtr family-contact ride driver-home roommate roommates visitors visitor neighbour neighbor approver releasing collected collector drawn performed pmd pmp lmd ordered ordered-by accompanied worker copies coordinator sponsor relationship injured presenter endoscopist referrer referred informant historian source reporter principal counsellor advocate carer carers',
)
/** Before "by": what only persons do. */
export const DONE_BY = setOf(
  'signed dictated seen read reviewed authenticated performed transcribed referred evaluated entered verified approved attested cosigned co-signed prepared examined accompanied interpreted administered called recommended completed documented scribed typed ordered requested assisted supervised witnessed brought followed treated edited finalized finalised authored created saved assessed managed driven helped cared recorded generated electronically placed prescribed consulted taken updated written',
)
/** What persons do, after their name at the start of a sentence. */
export const PERSON_VERBS = setOf(
  'reports reported denies denied states stated says said presents presented complains complained notes noted endorses endorsed returns returned feels felt told tells called lives lived comes came attends attended walks walked admits admitted describes described underwent takes took agrees agreed understands wants wanted works worked arrived arrives requests requested continues started stopped smokes drinks remains appears appeared sees saw thinks thought believes recalls mentions mentioned expressed went goes asked asks pulls gets got brought feared reviewed discussed recommended performed will has had was is did does signs refused refuses cried cries smiled smiles laughs plays enjoys loves likes hates wishes prefers hopes plans moved resides cooks drives drove vapes forgot worries shared shares verbalized sleeps eats wakes fell insists insisted apologized declined declines graduated married quit texted phoned wrote emailed received needs needed holds last knows processed',
)
/** Verbs whose object is a person when it is capitalised. */
export const TO_PERSON = setOf(
  'told called named dear met thank asked contacted informed texted paged nicknamed hi hello',
)
/** Before two words that nothing else explains. */
export const BEFORE_FULL_NAME = setOf(
  'for with by told called to and from dear saw met of see spouse seen informed per via thank',
)
export const PARTICLES = setOf(
  'van von der den de del della di da dos das du la las le los el al bin bint binti ibn ben abu ter ten te st ste san santa ó ní nic mac mc ua y e zu af av dela delos i',
)
/** Of them those that a name may begin with in small letters. */
export const LEADING_PARTICLES = setOf(
  'van von de del della di da dos das du al el bin bint binti ibn abu ben la mac ter ten',
)
export const SUFFIXES = setOf('jr sr ii iii iv esq')
export const CREDENTIALS = setOf(
  'md do pa pa-c pac np anp cnp pnp agnp dnp-c rn bsn msn dnp aprn arnp fnp fnp-c fnp-bc crna cnm cns lpn lvn cna cma ma rma emt phd psyd dds dmd dpm od dc pharmd rph pt dpt ot otr slp lcsw lmsw msw lmft lpc lmhc rd rdn facs facp facc facog faap mbbs mbchb frcs mph edd cst cnor ccc-slp atc rrt rt m.d d.o',
)
/** What follows a name that is a disease, a sign or a tool and not a person. */
export const EPONYM_HEADS = setOf(
  "disease disorder syndrome sign signs test tests testing phenomenon palsy cyst cysts catheter catheters catheterization hernia fracture fractures thyroiditis criteria score scores scale classification stage grade procedure technique maneuver manoeuvre esophagus oesophagus lymphoma sarcoma tumor tumour ligament node nodes nodule nodules body bodies ring rings contracture contractures drain drains clamp forceps retractor position reflex reflexes line lines point triangle canal duct tube needle needles stain law murmur pulse paralysis chorea encephalopathy aphasia area gangrene ulcer deformity lesion lesions neuroma anemia purpura nephropathy ophthalmopathy orbitopathy angina arthropathy joint joints foot tendon tendinitis tendonitis fistula pouch valve flap graft repair arthroplasty osteotomy operation bypass shunt stent balloon filter pump monitor boot splint brace collar bandage wrap dressing frame bed spoon knife scissors elevator curette hook rod rods nail plate pin wire screw index indices formula equation ratio regimen diet protocol rule rules method approach incision blade chamber cells cell membrane space fascia muscle glands gland plexus nerve ganglion tract fold folds spots spot papules plaques plaque patches rash erythema fever virus bacillus organism agglutination malformation anomaly defect tetralogy pattern respiration respirations breathing gait posture phase wave waves block interval effect response loop bundle fibers node's cirrhosis arteritis vasculitis glomerulonephritis cardiomyopathy leukoencephalopathy dementia tremor ataxia dystrophy atrophy neuropathy crisis storm positive negative absent present equivocal",
)

/** Letters behind which a name stands only in capitals ("RN KOWALCZYK"): in small ones they are words. */
export const TITLES_IN_CAPITALS = setOf(
  'ssg sg msg csm pfc pvt spc lcdr cdr cpo gen adm ens ltjg cpl md do rn np pa lpn lvn cna ma crna emt rt pta cota dds rph pharmd lcsw sw cm crt cnm gp fy1 sho spr ha',
)
/** Behind these, or behind two of them, a person is named whatever the name is besides. */
const BEFORE_PERSON = new Set(
  [
    ...setOf(
      "per via cc attn paged texted contacted phoned rang emailed messaged telephoned i'm dear hi hello hey hola",
    ),
    ...['with', 'w', 'to'].flatMap((small) =>
      [
        ...setOf(
          'spoke speaks speaking spoken talked talking met meeting meets lives living lived conferred discussed married engaged accompanied seen here sitting stays staying resides arrived came session verified confirmed conversation call visit interview appointment appt consult consultation follow-up f/u separated relationship reviewed coordinated shared checked together left home along sat',
        ),
      ].map((verb) => `${verb} ${small}`),
    ),
    ...['for', 'to', 'from', 'by', 'of', 'on'].flatMap((small) =>
      [
        ...setOf(
          'message voicemail vm report handoff handover note letter copy fax call calls text email regarding behalf care told assigned endorsed admit admitted transferred addressed given explained divorced widowed separated received married',
        ),
      ].map((noun) => `${noun} ${small}`),
    ),
    ...setOf(
      'this_is name_is i_am its_me thank_you known_as ask_for asked_for asking_for routed_to forwarded_to plan_names officer_is contact_is teacher_is coach_is i_thank we_thank dictating_on reports_on previously_known',
    ).values(),
  ].map((cue) => cue.replace('_', ' ')),
)
/** Behind these comes what somebody is called. */
const ALIASES = new Set(
  'goes by|nicknamed|nickname|aka|a.k.a|née|nee|preferred name|legal name|birth name|maiden name|calls himself|calls herself|calls themselves|alias'.split(
    '|',
  ),
)

type Pairs = ReadonlyMap<string, ReadonlySet<string>>

/** By the last word: what has to stand before it, the empty word where nothing has to. */
function groupByLast(cues: Iterable<string>): Pairs {
  const pairs = new Map<string, Set<string>>()
  for (const cue of cues) {
    const at = cue.lastIndexOf(' ')
    const last = cue.slice(at + 1)
    const known = pairs.get(last) ?? new Set<string>()
    pairs.set(last, known.add(cue.slice(0, Math.max(at, 0))))
  }
  return pairs
}

const PERSON_PAIRS = groupByLast(BEFORE_PERSON)
const ALIAS_PAIRS = groupByLast(ALIASES)

const isPair = (pairs: Pairs, before: string, last: string): boolean => {
  const firsts = pairs.get(last)
  return firsts !== undefined && (firsts.has('') || firsts.has(before))
}
export const isBeforePerson = (before: string, last: string): boolean => isPair(PERSON_PAIRS, before, last)
export const isAlias = (before: string, last: string): boolean => isPair(ALIAS_PAIRS, before, last)

/** Before a product and no person: what is taken, worn, used. */
export const PRODUCT_CUES = setOf(
  'taking takes took take using uses used use continue continued continues start started starting stop stopped hold held resume resumed prescribed increase increased decrease decreased mg mcg ml g units tried trying failed add added refill refilled applied apply inhaled drinks drinking eats eating wearing placed inserted injected implanted',
)

/** Words before a person, alone or behind another; "w" is "w/", "m" is "I/M". */
export const PAIR_WORDS: Iterable<string> = [...PERSON_PAIRS.keys(), ...ALIAS_PAIRS.keys(), 'w', 'm']

/** A small word that is none of these announces nobody. */
export const CUE_WORDS: ReadonlySet<string> = new Set([
  ...TITLES,
  ...SOFT_TITLES,
  ...RELATIVES,
  ...GROUPS,
  ...PAIR_WORDS,
  ...['by', 'named'],
  ...LEADING_PARTICLES,
])
