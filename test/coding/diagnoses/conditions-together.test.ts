import { describe, expect, test } from 'vitest'
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { describeWithShared } from '../../support/shared-data.ts'
import { anEncounter, codesOf, knowledge } from '../an-encounter.ts'
import { officialCodes } from '../claims/official-codes.ts'

const codesFor = (assessment: string): string[] => codesOf(`Assessment: ${assessment}`).toSorted()

describe('conditions that stand together', () => {
  test.each([
    ['a title with brackets behind another condition', 'HFrEF; CKD 4; T2DM', ['E11.22', 'I50.20', 'N18.4']],
    ['dependence beside its withdrawal', 'Alcohol dependence with withdrawal. Alcohol dependence.', ['F10.230']],
    ['edema of a retinopathy that includes it', 'Severe NPDR with macular edema OD. Macular edema.', ['E11.3411']],
    ['edema of no retinopathy', 'Macular edema', ['H35.81']],
    ['symptoms of an enlarged prostate', 'BPH with LUTS (nocturia, weak stream)', ['N40.1', 'R35.1', 'R39.12']],
    ['an enlarged prostate without any', 'BPH', ['N40.0']],
    ['dementia in Alzheimer disease', "Alzheimer's dementia, moderate, with agitation", ['F02.B11', 'G30.9']],
    ['an animal and its bite', 'Dog bite of the left hand', ['S61.452A', 'W54.0XXA']],
    ['receptors beside the cancer', 'Left breast cancer, HER2 negative', ['C50.912']],
    ['one excluded beside one that stands', 'Pleuritic chest pain, pneumonia excluded', ['R07.81']],
    ['a diabetic ulcer', 'Diabetic foot ulcer, right', ['E11.621', 'L97.519']],
    ['a complaint of the other side', 'Right knee osteoarthritis, left knee pain', ['M17.11', 'M25.562']],
    ['a complaint of the same side', 'Right knee osteoarthritis, right knee pain', ['M17.11']],
    ['a complaint of the other side in a sentence of its own', 'Right knee OA. Left knee pain.', ['M17.11', 'M25.562']],
    ['a complaint of another joint of that side', 'Right knee OA. Right shoulder pain.', ['M17.11', 'M25.511']],
    [
      'two complaints, one of them elsewhere',
      'Left ankle sprain. Left ankle pain, right wrist pain.',
      ['M25.531', 'S93.402A'],
    ],
    ['a complaint of the same joint in a sentence of its own', 'Right knee OA. Right knee pain.', ['M17.11']],
    ['a complaint of one of both sides', 'Bilateral knee OA. Left knee pain.', ['M17.0']],
    ['a complaint without a side', 'Right knee OA. Knee pain.', ['M17.11']],
    ['a complaint of the whole limb', 'Right knee OA. Right leg pain.', ['M17.11']],
    ['a complaint that comes from there', 'Right hip OA. Right knee pain referred from the hip.', ['M16.11']],
    ['a complaint that is denied', 'Right knee OA. No left knee pain.', ['M17.11']],
    ['a complaint to come', 'Right knee OA. Return if left knee pain.', ['M17.11']],
    ['a complaint beside a diagnosis of no place', 'Hypertension. Left knee pain.', ['I10']],
    ['a choice between two stages of one', 'CKD 3a vs 3b', ['N18.30']],
    ['the same in full', 'CKD stage 3a versus stage 3b', ['N18.30']],
    ['a choice between two stages', 'CKD stage 3 vs 4', ['N18.9']],
    ['a choice between severities', 'MDD, recurrent, mild or moderate', ['F33.9']],
    ['septic shock is shock in sepsis', 'Septic shock', ['A41.9', 'R65.21']],
    ['septic shock and the infection it comes from', 'Septic shock due to pneumonia', ['A41.9', 'J18.9', 'R65.21']],
    ['septic shock beside its sepsis', 'E. coli sepsis. Septic shock.', ['A41.51', 'R65.21']],
    ['septic shock of a named organism', 'Septic shock due to E. coli bacteremia', ['A41.51', 'R65.21', 'R78.81']],
    ['severe sepsis', 'Severe sepsis', ['A41.9', 'R65.20']],
    ['severe sepsis of a named organism', 'Severe MRSA sepsis', ['A41.02', 'R65.20']],
    ['severe sepsis with its organ', 'Severe sepsis with acute kidney injury', ['A41.9', 'N17.9', 'R65.20']],
    ['severe sepsis without shock', 'Severe sepsis without septic shock', ['A41.9', 'R65.20']],
    ['severe sepsis and then shock', 'Severe sepsis, now septic shock', ['A41.9', 'R65.21']],
    ['organs of no name', 'Sepsis with acute organ dysfunction', ['A41.9', 'R65.20']],
    ['organs that are spared', 'Sepsis without organ dysfunction', ['A41.9']],
    ['an organ that the sepsis struck', 'AKI due to sepsis', ['A41.9', 'N17.9', 'R65.20']],
    ['the same the other way round', 'Sepsis-induced AKI', ['A41.9', 'N17.9', 'R65.20']],
    ['the same as a complication', 'Sepsis complicated by AKI', ['A41.9', 'N17.9', 'R65.20']],
    ['an organ that something else struck', 'Sepsis. AKI due to dehydration.', ['A41.9', 'E86.0', 'N17.9']],
    ['an organ that the sepsis did not strike', 'Sepsis. AKI, not due to sepsis.', ['A41.9', 'N17.9']],
    ['an organ beside it', 'Sepsis. AKI.', ['A41.9', 'N17.9']],
    ['an illness that is severe', 'Severe pneumonia. Sepsis.', ['A41.9', 'J18.9']],
    ['a severe sepsis that is excluded', 'Pneumonia. No severe sepsis.', ['J18.9']],
    ['the way in which an ulcer bleeds', 'Melena. Chronic gastric ulcer with hemorrhage.', ['K25.4']],
    ['an ulcer that does not bleed', 'Melena. Gastric ulcer.', ['K25.9', 'K92.1']],
    ['iron that is lost with blood', 'Iron deficiency anemia due to chronic blood loss', ['D50.0']],
    ['the same in other words', 'IDA secondary to blood loss', ['D50.0']],
    ['iron that is lacking', 'Iron deficiency anemia', ['D50.9']],
    ['blood that is lost at once', 'Acute blood loss anemia', ['D62']],
    ['a drug for long', 'Paroxysmal AF. Continue apixaban long term.', ['I48.0', 'Z79.01']],
    ['a drug for no said time', 'Paroxysmal AF. Continue apixaban.', ['I48.0']],
    ['a severity of a depression that stands alone', 'MDD, single episode, severe', ['F32.2']],
    ['a depression that nobody calls major', 'Moderate depression', ['F32.A']],
    ['the same again and again', 'MDD, recurrent, with psychotic features', ['F33.3']],
    ['what is said of an episode', 'Bipolar I disorder, current episode depressed, moderate', ['F31.32']],
    ['a depression of a bipolar disorder', 'Bipolar disorder type II, depressed', ['F31.81']],
    ['a question that is answered', 'Hypertension. Diabetic? no, denies.', ['I10']],
    ['a problem that is asked about', 'Gout? No.', []],
    ['what somebody was exposed to', 'Exposure to scabies, itching', ['L29.9', 'Z20.7']],
    ['what was only considered', 'CAD. Unstable angina was considered.', ['I25.10']],
    ['a fracture that did not heal', 'Nonunion of midshaft fracture of right clavicle', ['S42.021K']],
    ['bleeding of a colitis', 'Ulcerative pancolitis w/ rectal bleeding', ['K51.011']],
    ['a dementia of Parkinson disease', 'Mild dementia due to Parkinson disease', ['F02.A0', 'G20.A1']],
    ['ascites of a cirrhosis', 'Alcoholic cirrhosis with ascites. Ascites.', ['K70.31']],
    ['a cystitis that is called UTI too', 'Acute cystitis. UTI.', ['N30.00']],
    ['vomiting that dries out', 'Hyperemesis gravidarum with dehydration', ['O21.1']],
    ['a loss of weight that is advised', 'Hypertension. Discussed weight loss.', ['I10']],
    ['an ulcer that lasts', 'Chronic gastric ulcer', ['K25.7']],
    ['one that lasts and bleeds', 'Chronic duodenal ulcer with bleeding', ['K26.4']],
    ['an ulcer with a hole', 'Acute perforated peptic ulcer', ['K27.1']],
    ['an open fracture that heals', 'Open fracture of left clavicle, healing well', ['S42.002D']],
    ['what is left of an open fracture', 'Sequela of open fracture of left tibia shaft', ['S82.202S']],
    ['an injury by teeth', 'Laceration of the right cheek, dog bite', ['S01.451A', 'W54.0XXA']],
    ['what a stroke left', 'Sequela of stroke with left hemiparesis and dysarthria', ['I69.322', 'I69.354']],
    ['what a newborn and not its mother has', 'Neonatal jaundice. Breastfeeding difficulty.', ['P59.9']],
    ['a side in the name of a limb', 'Chronic DVT LLE', ['I82.502']],
    ['shock of another kind', 'Cardiogenic shock', ['R57.0']],
    [
      'neutropenia, named once more without its cause',
      'Chemotherapy-induced neutropenia. Hold the cycle due to neutropenia.',
      ['D70.1'],
    ],
    ['neutropenia without a cause', 'Neutropenia', ['D70.9']],
    ['acne as the index has it', 'Nodulocystic acne', ['L70.0']],
    ['acne of no kind', 'Acne', ['L70.9']],
    ['a stage and the one before', 'Chronic kidney disease, stage 3b (was 3a)', ['N18.32']],
  ])('%s', (_, assessment, codes) => {
    expect(codesFor(assessment)).toEqual(codes)
  })

  test.each([
    ['Severe sepsis due to pneumonia with acute hypoxic respiratory failure', ['A41.9', 'R65.20', 'J18.9', 'J96.01']],
    ['AKI due to septic shock, E. coli sepsis', ['A41.51', 'R65.21', 'N17.9']],
  ])('the infection, how grave it is, and what it struck: %s', (assessment, codes) => {
    expect(codesOf(`Assessment: ${assessment}`)).toEqual(codes)
  })

  test('a list that is denied as a whole', () => {
    expect(codesFor('Asthma. Pneumonia, influenza and bronchitis excluded.')).toEqual(['J45.909'])
  })

  test.each([
    ['an injury has its activity and place', 'Right ankle sprain. Injured while playing soccer.', true],
    ['a condition that is no injury has none', 'Asthma. Injured while playing soccer.', false],
  ])('%s', (_, assessment, isCoded) => {
    expect(codesFor(assessment).some((code) => code.startsWith('Y93'))).toBe(isCoded)
  })
})

describe('a note whose only statement is its problem list', () => {
  test('is coded from it', () => {
    expect(codesOf('Subjective: tolerating dialysis\nProblems:\n1. ESRD on HD\n2. Hypertension - amlodipine')).toEqual([
      'I12.0',
      'N18.6',
      'Z99.2',
    ])
  })

  test('is not, where it has an assessment', () => {
    expect(codesOf('Problem list: gout, asthma\nAssessment: Hypertension')).toEqual(['I10'])
  })
})

describeWithShared('code-sets', 'what the loaded index names beside a diabetes (I.A.15)', () => {
  const codeSet = officialCodes()

  test.each([
    ['presumed', 'Diabetic mononeuropathy', ['E11.41']],
    ['of the type that is stated', 'Type 1 diabetes. Diabetic amyotrophy', ['E10.44']],
    ['in two sentences', 'T2DM. Necrobiosis lipoidica', ['E11.620']],
    ['kept beside it', 'T2DM. Periodontal disease', ['E11.630', 'K05.6']],
    ['with another cause', 'T2DM. Mononeuropathy due to trauma', ['E11.9', 'G58.9']],
    ['a relative of it that the index does not name', 'T2DM. Myasthenia gravis', ['E11.9', 'G70.00']],
    ['a neuralgia of its own', 'T2DM. Trigeminal neuralgia', ['E11.9', 'G50.0']],
    ['a concept of the knowledge by its code', 'T2DM. Cataract', ['E11.36', 'H26.9']],
    ['a kind of it by age', 'T2DM. Age-related cataract', ['E11.9', 'H25.9']],
    ['a kind with its own entry', 'T2DM. Contact dermatitis', ['E11.9', 'L25.9']],
    ['that this type does not have', 'Type 1 diabetes. Hypernatremia', ['E10.9', 'E87.0']],
  ])('%s', (_, assessment, codes) => {
    const record = anEncounter({ notes: [`Assessment: ${assessment}.`] })
    const { findings } = analyseEncounter({ record, knowledge, codeSet })
    const found = findings.flatMap((one) => (one.kind === 'code' ? [String(one.code.code)] : []))
    expect(found.toSorted()).toEqual(codes)
  })
})
