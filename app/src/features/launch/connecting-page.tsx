export function ConnectingPage() {
  return (
    <p role="status" className="page soft">
      Opening the chart.
    </p>
  )
}
