export function ConnectingPage() {
  return (
    <main className="page">
      <p role="status" className="soft">
        Opening the chart.
      </p>
    </main>
  )
}
