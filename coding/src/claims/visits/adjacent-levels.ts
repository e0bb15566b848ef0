/**
 * The level below and above, and what each rests on, in our own words. It tells what the level stands for and which of it
 * the notes hold; it asks nobody for anything.
 */
import type {
  AdjacentLevel,
  DecisionLevel,
  GridElement,
  GridElementName,
  VisitCode,
  VisitFamilyId,
} from '../../domain/visit-grid.ts'
import { findCodeOfLevel } from './choose-code.ts'
import { LEVELS, rankLevel } from './score-decision.ts'

const RESTS_ON: Readonly<Record<GridElementName, Readonly<Record<DecisionLevel, string>>>> = {
  problems: {
    straightforward: 'One self-limited or minor problem.',
    low: 'Two or more minor problems, one stable chronic illness, or one acute uncomplicated illness or injury.',
    moderate:
      'One chronic illness that is worse or not at its goal, two or more stable chronic illnesses, one undiagnosed new problem with uncertain prognosis, one acute illness with systemic symptoms, or one acute complicated injury.',
    high: 'One chronic illness with severe exacerbation, or one illness or injury that threatens life or bodily function.',
  },
  data: {
    straightforward: 'Minimal data or none.',
    low: 'Two of tests and external notes, or an independent historian.',
    moderate:
      'Three of tests, external notes and an independent historian; or an independent interpretation; or a discussion with an external professional.',
    high: 'Two of the three: three tests, notes or historian; an independent interpretation; a discussion with an external professional.',
  },
  risk: {
    straightforward: 'Minimal risk: rest, dressing, reassurance.',
    low: 'Low risk: over-the-counter drugs, therapy, minor surgery without risk factors.',
    moderate:
      'Moderate risk: prescription drug management, minor surgery with risk factors, elective major surgery without, or care significantly limited by social determinants.',
    high: 'High risk: intensive monitoring for toxicity, major surgery with risk factors or as an emergency, hospitalization, a decision against resuscitation, or a parenteral controlled substance.',
  },
}

type Elements = { readonly problems: GridElement; readonly data: GridElement; readonly risk: GridElement }

function describeElement(element: GridElement, level: DecisionLevel): AdjacentLevel['elements'][0] {
  const { name, cells } = element
  const counted = cells.filter(({ counts }) => counts)
  return {
    name,
    restsOn: RESTS_ON[name][level],
    isMet: rankLevel(element.level) >= rankLevel(level),
    evidence: counted.flatMap(({ evidence }) => evidence.slice(0, 1)),
  }
}

function describeLevel(level: DecisionLevel, elements: Elements, families: readonly VisitFamilyId[]): AdjacentLevel {
  const { problems, data, risk } = elements
  const rows = families.flatMap((family) => findCodeOfLevel(family, level) ?? [])
  return {
    level,
    codes: rows.map(({ code, family, label }): VisitCode => ({ code, family, label })),
    elements: [describeElement(problems, level), describeElement(data, level), describeElement(risk, level)],
    minutes: rows.flatMap(({ code, from }) => (from === undefined ? [] : [{ code, from }])),
  }
}

export function describeAdjacent(
  level: DecisionLevel,
  elements: Elements,
  families: readonly VisitFamilyId[],
): { readonly lower?: AdjacentLevel; readonly higher?: AdjacentLevel } {
  const below = LEVELS[rankLevel(level) - 1]
  const above = LEVELS[rankLevel(level) + 1]
  return {
    ...(below === undefined ? {} : { lower: describeLevel(below, elements, families) }),
    ...(above === undefined ? {} : { higher: describeLevel(above, elements, families) }),
  }
}
