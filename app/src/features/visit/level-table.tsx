import type { VisitGrid } from '#coding/domain/visit-grid.ts'
import { getElementWords, getLevelWords, LEVELS } from './visit-words.ts'

/** Two of three elements make the level; where each of them stands is seen at one glance. */
export function LevelTable({ decision }: Pick<VisitGrid, 'decision'>) {
  const rows = [decision.problems, decision.data, decision.risk].map(({ name, level }) => ({
    name: getElementWords(name),
    level,
  }))
  return (
    <table className="levels">
      <caption className="visually-hidden">Level of medical decision making by element</caption>
      <thead>
        <tr>
          <td />
          {LEVELS.map((level) => (
            <th key={level} scope="col">
              {getLevelWords(level)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[...rows, { name: 'Two of three', level: decision.level }].map((row) => (
          <tr key={row.name}>
            <th scope="row">{row.name}</th>
            {LEVELS.map((level) => (
              <td key={level}>
                {level === row.level && (
                  <>
                    <span aria-hidden="true">●</span>
                    <span className="visually-hidden">reached</span>
                  </>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
