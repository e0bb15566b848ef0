type Row = { readonly id: string; readonly cells: readonly string[]; readonly flag?: string }

type DataTableProps = {
  readonly caption: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  readonly empty: string
}

export function DataTable({ caption, columns, rows, empty }: DataTableProps) {
  return (
    <section className="data-section">
      <h3>{caption}</h3>
      {rows.length === 0 ? (
        <p className="hint">{empty}</p>
      ) : (
        <table aria-label={caption}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, cells, flag }) => (
              <tr key={id} className={flag === undefined ? undefined : 'flagged'}>
                {cells.map((cell, index) => (
                  <td key={columns[index]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
