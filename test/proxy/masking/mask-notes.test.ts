import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MaskSeeds } from '#coding/contract/mask-seeds.ts'
import { countDaysBetween, parseDateOnly } from '#coding/domain/date-only.ts'
import { MaskingError } from '#proxy/masking/errors.ts'
import { maskNotes } from '#proxy/masking/mask-notes.ts'
import type { MaskedNotes } from '#proxy/masking/masked-notes.ts'
import { readPlantedNotes } from './read-planted-notes.ts'
import { createRandom, DATE_OF_SERVICE } from './score-masks.ts'

const NO_SEEDS: MaskSeeds = { persons: [], identifiers: [], phones: [], emails: [], addresses: [], facilities: [] }

function mask(text: string, seeds?: Partial<MaskSeeds>, seed = 1): MaskedNotes & { readonly text: string } {
  const request = {
    notes: [{ id: 'n', text }],
    dateOfService: DATE_OF_SERVICE,
    ...(seeds && { seeds: { ...NO_SEEDS, ...seeds } }),
  }
  const masked = maskNotes(request, createRandom(seed))
  return { ...masked, text: masked.notes[0]?.text ?? '' }
}

describe('stays as it is', () => {
  test.each([
    'Murphy sign negative, Babinski absent, Homans sign negative.',
    'Parkinson disease, Bell palsy, Graves disease, Hodgkin lymphoma, Crohn disease and Addison disease.',
    "History of Crohn's disease, Hashimoto's thyroiditis and Raynaud's phenomenon.",
    'Foley catheter in place. Baker cyst behind the right knee. Penrose drain. Kelly clamp.',
    'BP 120/80, HR 72, strength 5/5, pain 3/10, vision 20/40, grade 3/6 murmur.',
    'Lisinopril 20 mg, Lipitor 40 mg, Norvasc 5 mg; platelets 250,000; L4-5 disc; T12 fracture.',
    'May need surgery in 2 to 3 weeks. He may march on. In 2019 he had a stroke.',
    'He was seen in the Emergency Department and in Physical Therapy.',
    'Blood pressure 135-145, glucose 200-300, B12 normal 232-1137.',
    'A 45-year-old man, weight 95 kg, temperature 98.6, saturation 97 percent.',
    'Wolff-Parkinson-White, Guillain-Barré, Stevens-Johnson and Dix-Hallpike.',
    'MS diagnosed in 2011. PT and OT to continue. RN aware.',
    'New York Heart Association class II.',
    'Pulses 2/2, recall 3/3, on the 5th rib, CN II-XII intact, strength 4/5.',
    'Closed with 2-0 Vicryl and Monocryl. Dressed with Xeroform and Kerlix.',
    'An MRI and a T-wave change. NSAIDs and BiPAP. Continue Ocrevus.',
    'Emergency room 64 bpm; bed 3 times a day.',
    'Transferred to Operating Room, then to Recovery Room and from there to Intensive Care.',
    'Pain rated 4/10. MoCA 10/30. GAD 10/21. Strength improved 4/5 to 5/5.',
    "I've moved. We've tried it. They've refused.",
    'Replete K. Platelets 150-400. Heparin 5000 units.',
    'He is seen at Alcoholics Anonymous and came from United States.',
  ])('%s', (text) => {
    expect(mask(text).text).toBe(text)
  })
})

describe('does not pass', () => {
  test.each([
    ['a doctor', 'Seen by Dr. Oyelaran today.', 'Oyelaran'],
    ['a doctor named as a disease', 'Dr. Graves saw her for Graves disease.', 'Dr. Graves'],
    ['a relative', 'Her daughter, Itzel, was present.', 'Itzel'],
    ['a name in small letters', 'pt seen by dr. mbeki. no chest pain. denies fever. plan: rest.', 'mbeki'],
    ['a name in capitals', 'PATIENT: VANTERPOOL, QUENNELL J\nCHEST PAIN.', 'VANTERPOOL'],
    ['a signature', 'Rest.\n\nAnneliese van der Merwe, M.D.\n', 'Merwe'],
    ['a date with a name of the month', 'Seen on November 4, 2024.', 'November 4'],
    ['a day without a year', 'Previous visit: 4/26.', '4/26'],
    ['an international number', 'Call +44 20 7946 0958.', '7946'],
    ['an SSN with blanks', 'SSN: 619 04 7731', '7731'],
    ['a number of a record', 'MR# 0099812', '0099812'],
    ['a beneficiary', 'Medicare ID: 1EG4-TE5-MK73', '1EG4'],
    ['an address', 'Lives at 1180 Old Quarry Turnpike, Suite 210.', 'Quarry'],
    ['a box', 'P.O. Box 4410', '4410'],
    ['a city', 'He moved to Tishomingo last year.', 'Tishomingo'],
    ['a facility', 'Transferred from Holy Cross Valley Medical Center.', 'Valley'],
    ['an address of the web', 'See https://portal.example/u/48213.', '48213'],
    ['IPv6', 'From 2001:db8:85a3::8a2e:370:7334.', '85a3'],
    ['an age over 89', 'A 94-year-old woman.', '94'],
    ['a name inside a sentence', 'We then heard from Hortensja about it.', 'Hortensja'],
    ['initials', 'J.R. is a 54 y.o. with COPD.', 'J.R.'],
    ['initials of a name that was found', 'Seen by Ann Quorvale. Verified x2 (AQ/PK).', 'PK'],
    ['a name of a list', 'Her children are Anna, Bo and Zyxanda.', 'Bo'],
    ['a row of a table', 'Name | Age\nQuorvale | 71', 'Quorvale'],
    ['a name before an age', '1. Goldfarb 81F, hip fracture', 'Goldfarb'],
    ['a day of the month alone', 'She fell on the 17th.', '17th'],
    ['a date in Spanish', 'Dolor desde el 3 de noviembre.', '3 de noviembre'],
    ['a date in words', 'Seen on march third.', 'march third'],
    ['a number in words', 'Phone five oh three five five five oh one four two.', 'oh one four'],
    ['a scanned date', 'Seen l0/O2/25.', 'l0/O2'],
    ['a lane without a number', 'He walks on Alder St. Then home.', 'Alder'],
    ['a county', 'Born in Beaufort County.', 'Beaufort'],
    ['a bed', 'Moved to 5W-12 today.', '5W-12'],
    ['a pager', 'Pager 4471.', '4471'],
    ['an account name', 'Entered on behalf of mdavenport.', 'mdavenport'],
    ['a plate', 'Plate 7KX 2291.', '7KX'],
    ['a medical record number with its label in full', 'Medical record number 40551', '40551'],
    ['a shop', "She works at Kohl's in the evening.", 'Kohl'],
    ['a facility named by what it is for', 'Referred to Center for Zyxandan Survivors.', 'Zyxandan'],
    ['a facility of plain words', 'Refill sent to Valley Pharmacy today.', 'Valley'],
    ['a house', 'Lives at Hopewell House II.', 'Hopewell'],
    ['a prison in letters', 'Escorted. Kettle Quorvale CI.', 'Quorvale'],
    ['a facility of the county', 'Letter to Beaufort County ADRC.', 'Beaufort'],
    ['the second of two with a slash', 'ANES: Kumar/Bell', 'Bell'],
    ['the next of a list with roles', 'Team: Kessler (ICU), Quorvale (renal).', 'Quorvale'],
    ['a person of one letter', 'Zed left. M. arrived late, tearful.', 'M.'],
    [
      'a name in small letters beside short forms in capitals',
      'pt s/p L TKA by dr quorvale. ROM 5-85, 3 STE at home.',
      'quorvale',
    ],
    ['a name in small letters before an age', 'pt eval: zyxanda 67f with knee pain after surgery.', 'zyxanda'],
    ['a sign-off', 'Please refax the order. Thx HW', 'HW'],
    ['a deputy', 'Found down per Dep. Quorvale.', 'Quorvale'],
    ['a day behind what was done', 'Supplies delivered 10/27. Evicted 9/1 from home.', '10/27'],
    ['a day before a colon', 'IDG 10/21: sleeping most of the day.', '10/21'],
    ['a weekday with its day and more', 'Rash is back since Tuesday the 4th and it itches.', '4th'],
    ['an identifier', 'Interpreter ID 440917.', '440917'],
    ['a licence with its letters', 'Counselor lic LPC 20448.', '20448'],
    ['a booking', 'RUN 25-0119382.', '0119382'],
    ['an account name with a line', 'WeChat xy_quorvale94.', 'quorvale94'],
    ['a road by its number', 'Found along Route 9.', 'Route 9'],
    ['a block', 'Crash at 2200 BLK OF FULTON today.', 'FULTON'],
    ['a ward', 'Called to the RN on 4 West.', '4 West'],
    ['letters of a name to the end of the sentence', 'spelled C A S I M I R.', 'R.'],
    ['an age in words', 'A ninety-four-year-old woman.', 'four'],
  ])('%s', (_, text, secret) => {
    const masked = mask(text)
    expect(text).toContain(secret)
    expect(masked.text).not.toContain(secret)
  })

  test('a name of the chart, in any form', () => {
    const seeds = {
      persons: [{ role: 'patient' as const, given: ['Brynhildur'], family: ['Long', 'Tjokrosoeprapto'] }],
    }
    const { text } = mask(
      'I met brynhildur, Bryhnildur and BRYNHILDUR. We saw Long today; a long day. Brynhilldur left.',
      seeds,
    )
    expect(text).not.toMatch(/brynhil/i)
    expect(text).toContain('a long day')
    expect(text).not.toContain('Long today')
  })

  test.each(['07191947', '19470719', '7_19_47', '19/7/1947', "7 19 '47"])(
    'the day of birth of the chart: %s',
    (written) => {
      const { text } = mask(`Record ${written} reviewed.`, { birthDate: parseDateOnly('1947-07-19') })
      expect(text).not.toContain(written)
    },
  )

  test('a number of the chart, however it is written', () => {
    const seeds = { identifiers: [{ kind: 'mrn' as const, value: 'AB-77.431' }], phones: ['+1 (207) 555-0138'] }
    const { text } = mask('Folder ab77431, reached on 207 / 555 0138.', seeds)
    expect(text).not.toMatch(/77431|0138/)
  })
})

describe('stand-ins', () => {
  test('are the same for the same person, in every note of the request', () => {
    const notes = [
      { id: 'a', text: 'Visit with Dr. Adaeze Oyelaran. Dr. Oyelaran agrees.' },
      { id: 'b', text: 'Oyelaran reviewed the film. Signed by Adaeze Oyelaran, MD' },
    ]
    const masked = maskNotes({ notes, dateOfService: DATE_OF_SERVICE }, createRandom(5))
    const [, given = '', family = ''] = /Dr\. (\S+) (\S+)\./.exec(masked.notes[0]?.text ?? '') ?? []
    expect(masked.notes[0]?.text).toBe(`Visit with Dr. ${given} ${family}. Dr. ${family} agrees.`)
    expect(masked.notes[1]?.text).toBe(`${family} reviewed the film. Signed by ${given} ${family}, MD`)
    expect(family).not.toBe('Oyelaran')
  })

  test('differ between two persons', () => {
    const { text } = mask('Seen by Dr. Oyelaran and Dr. Szewczyk.')
    const [, one, other] = /Dr\. (\S+) and Dr\. (\S+)\./.exec(text) ?? []
    expect(one).not.toBe(other)
  })

  test('keep the form: numbers stay numbers, a clinic stays a clinic', () => {
    const { text } = mask('MRN: E3614894. Referred to Prairie Ridge Heart Clinic. Call (207) 555-0138.')
    expect(text).toMatch(/^MRN: [A-Z]\d{7}\. Referred to \S+ Clinic\. Call \(\d{3}\) \d{3}-\d{4}\.$/)
  })

  test('come from the random numbers alone', () => {
    const text = readPlantedNotes()
      .map(({ note }) => note)
      .join('\n\n')
    expect(mask(text, undefined, 9).text).toBe(mask(text, undefined, 9).text)
    expect(mask(text, undefined, 9).text).not.toBe(mask(text, undefined, 10).text)
  })

  test('are never a word of the request', () => {
    const { text, listReplaced } = mask('Seen by Dr. Oyelaran. Garcia, Smith and Jones are common names.')
    const words = listReplaced('n').map(({ masked }) => text.slice(masked.start, masked.end))
    expect(words.some((word) => /garcia|smith|jones/i.test(word))).toBe(false)
  })
})

describe('dates', () => {
  test('keep their intervals and their day of the week', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 0, max: 3000 }), (seed, gap) => {
        const from = Date.UTC(2015, 0, 5)
        const [one, other] = [from, from + gap * 86_400_000].map((at) => new Date(at).toISOString().slice(0, 10))
        const { text } = mask(`Seen 2014-06-02, ${one} and ${other}.`, undefined, seed)
        const [, first = '', second = ''] = text.match(/\d{4}-\d\d-\d\d/g) ?? []
        const [a, b] = [parseDateOnly(first), parseDateOnly(second)]
        expect(countDaysBetween(a, b)).toBe(gap)
        expect(Math.abs(countDaysBetween(parseDateOnly(`${one}`), a)) % 7).toBe(0)
        expect(a).not.toBe(one)
      }),
    )
  })

  test.each([
    ['Seen 04/07/2025.', /^Seen \d\d\/\d\d\/2\d{3}\.$/],
    ['Seen 7/6/25.', /^Seen \d{1,2}\/\d{1,2}\/\d\d\.$/],
    ['Seen 21-Jul-2025.', /^Seen \d{1,2}-[A-Z][a-z]{2}-\d{4}\.$/],
    ['Seen on the 3rd of August, 2024.', /^Seen on the \d{1,2}(?:st|nd|rd|th) of [A-Z][a-z]+, \d{4}\.$/],
    ['Seen 2025-01-19T10:22:00.', /^Seen \d{4}-\d\d-\d\dT10:22:00\.$/],
    ['Seen 22 OCT 2025.', /^Seen \d{1,2} [A-Z]{3} \d{4}\.$/],
  ])('keep the form of %s', (text, form) => {
    const masked = mask(text)
    expect(masked.text).toMatch(form)
    expect(masked.text).not.toBe(text)
  })

  test.each(['INR 1.9 (10/6), was 2.4 (9/3).', 'Next remote check 1/15.', 'Epclusa start 10/1.', 'A1c 7.1 (8/27).'])(
    'without a year are found in «%s»',
    (text) => {
      for (const date of text.match(/\d+\/\d+/g) ?? []) expect(mask(text).text).not.toContain(date)
    },
  )

  test.each([
    'Biceps (4/5), triceps (5/5).',
    'Systolic murmur (2/6).',
    'Pain (8/10).',
    'GCS on arrival (11/15).',
    'Acuity (20/40).',
    'Half a dose (1/2).',
    'Recalled (3/3).',
    'Refill 1/2 tab daily.',
  ])('are not what a score is: «%s»', (text) => {
    expect(mask(text).text).toBe(text)
  })

  test('beside the notes move with them', () => {
    const masked = mask('Seen 2026-01-20.')
    expect(masked.text).toBe(`Seen ${masked.shiftDate(DATE_OF_SERVICE)}.`)
  })

  test('of a birth more than 90 years ago no longer say the year', () => {
    const { text } = mask('DOB: 03/04/1928.')
    expect(Number(/\d{4}/.exec(text)?.[0])).toBeGreaterThanOrEqual(1936)
  })
})

describe('the way back', () => {
  const pieces = fc.constantFrom(
    'Dr. Oyelaran ',
    'Dr. Núñez-Ó Briain ',
    '03/04/2025 ',
    '👩‍⚕️ ',
    'café ',
    'Name: Zdeňka Procházková\n',
    'a@b.example ',
    'e\u0301 ',
    'MRN: 0099812 ',
    '(207) 555-0138 ',
    'chest pain ',
    'diabetes, ',
    '\n\n',
    '94-year-old ',
    'Dubuque, IA 61754 ',
    '\ud800 ',
    '中文 ',
    'Holy Cross Medical Center ',
    'www.x.example/u ',
    '12 Elm Street, Apt 4 ',
    'Murphy sign ',
    'Signed by ',
    'May 5 ',
    "O'Brien ",
  )
  const texts = fc
    .array(fc.oneof({ weight: 5, arbitrary: pieces }, { weight: 1, arbitrary: fc.string() }), { maxLength: 30 })
    .map((parts) => parts.join(''))

  test('leads every span to exactly its slice, and everything unmasked is the same letter for letter', () => {
    fc.assert(
      fc.property(
        fc.tuple(texts, fc.integer({ min: 1, max: 1e6 }), fc.nat(), fc.nat()),
        ([text, seed, from, length]) => {
          const masked = mask(text, undefined, seed)
          const start = from % (masked.text.length + 1)
          const span = { start, end: Math.min(masked.text.length, start + (length % 40)) }
          const back = masked.unmaskSpan('n', span)
          expect(back && text.slice(back.start, back.end)).toBe(back?.quote)
          const cut = masked.listReplaced('n').some((one) => one.masked.start < span.end && span.start < one.masked.end)
          if (!cut) expect(back?.quote).toBe(masked.text.slice(span.start, span.end))
          expect(masked.unmaskSpan('n', { start: 0, end: masked.text.length })?.quote).toBe(text)
          expect(rebuild(text, masked)).toBe(text)
        },
      ),
      { numRuns: 10_000 },
    )
  }, 30_000)

  test('and there again: what is led back leads to the same place', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), (text, from, length) => {
        const masked = mask(text)
        const start = from % (text.length + 1)
        const there = masked.maskSpan('n', { start, end: Math.min(text.length, start + (length % 40)) })
        const back = there && masked.unmaskSpan('n', there)
        expect(back && masked.maskSpan('n', back)).toEqual(there)
      }),
      { numRuns: 1000 },
    )
  })

  test.each([[{ start: -1, end: 2 }], [{ start: 3, end: 2 }], [{ start: 0, end: 1e9 }], [{ start: 0.5, end: 2 }]])(
    'has no answer for %j',
    (span) => {
      expect(mask('No pain.').unmaskSpan('n', span)).toBeUndefined()
      expect(mask('No pain.').unmaskSpan('other', { start: 0, end: 1 })).toBeUndefined()
    },
  )

  function rebuild(text: string, { text: own, listReplaced }: MaskedNotes & { readonly text: string }): string {
    let built = ''
    let at = 0
    for (const { original, masked } of listReplaced('n')) {
      built += own.slice(at, masked.start) + text.slice(original.start, original.end)
      at = masked.end
    }
    return built + own.slice(at)
  }
})

describe('nothing of a name is left', () => {
  test('anywhere in the planted notes, once the chart has given it', () => {
    for (const { note, gold } of readPlantedNotes()) {
      const names = gold.filter(({ label }) => label === 'NAME').map(({ start, end }) => note.slice(start, end))
      const family = names.flatMap((name) => name.split(/[\s,]+/)).filter((name) => /^\p{Lu}\p{L}{4,}$/u.test(name))
      const { text } = mask(note, { persons: [{ role: 'patient', given: [], family }] })
      const left = family.filter((name) =>
        new RegExp(`(?<!\\p{L})${name}(?!\\p{L}| (?:catheter|disease|thyroiditis|test|cyst|palsy|sign))`, 'u').test(
          text,
        ),
      )
      expect(left).toEqual([])
    }
  })
})

describe('fails closed', () => {
  test('when two notes have one id', () => {
    const notes = [
      { id: 'a', text: 'x' },
      { id: 'a', text: 'y' },
    ]
    expect(() => maskNotes({ notes, dateOfService: DATE_OF_SERVICE }, createRandom(1))).toThrow(MaskingError)
  })

  test('when the random source gives the same number again and again', () => {
    const text = 'Seen by Dr. Oyelaran, Dr. Szewczyk and Dr. Kvaran. MRN: 0000000.'
    const stuck = () => maskNotes({ notes: [{ id: 'n', text }], dateOfService: DATE_OF_SERVICE }, () => 0)
    expect(stuck).toThrow(expect.objectContaining({ name: 'MaskingError', code: 'no-stand-in' }))
  })

  test('with an error that holds nothing of the note', () => {
    expect(new MaskingError('residue').message).toBe('Masking failed: residue.')
  })
})

describe('time grows with the length and with nothing else', () => {
  test.each([
    'a',
    '1',
    '1.',
    '1-',
    'A',
    'Aa ',
    'a@',
    'a.',
    '1:',
    'Mon ',
    'may ',
    'the 1 ',
    ' ',
    'Dr. A. ',
    'Aa, ',
    'van de ',
    '1 Aa ',
    '(',
    'a-',
    "a'",
    'MRN ',
    'account no. ',
    'in Aa Aa ',
    'Aa & ',
    'Aa Hospital ',
    'St. ',
    '1/',
    '+1 ',
    'twenty-first ',
    'ABC1',
    'signed by ',
    'é',
    '\n',
    'one ',
    'Calle Aa ',
    'J.R. ',
    'Aa (1), ',
    '"Aa" ',
    'on 1/2 and ',
    '| Aa ',
    '1-',
    'address 1 a',
    'A ',
    'John Smith ',
  ])('%j, 100,000 characters of it', (part) => {
    const measure = (length: number): number => {
      const text = part.repeat(Math.ceil(length / part.length))
      const start = performance.now()
      mask(text)
      return performance.now() - start
    }
    measure(25_000)
    const [short, long] = [measure(25_000), measure(100_000)]
    expect(long).toBeLessThan(Math.max(1500, short * 20))
  })
})

test('counts what it took out, by kind, and nothing else', () => {
  const { counts } = mask('Dr. Oyelaran, MRN: 0099812, seen 2025-03-04 and 2025-04-05.')
  expect(counts).toEqual({ name: 1, mrn: 1, date: 2 })
})
