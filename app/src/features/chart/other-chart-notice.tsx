/** The EHR's user has moved on; this launch cannot follow, because its token is for this patient alone. */
export function OtherChartNotice() {
  return (
    <div role="alert" className="notice">
      <p>Another chart is open in the EHR. What stands here is still this visit.</p>
      <p className="soft">To work on the other one, open Postil from that chart.</p>
    </div>
  )
}
