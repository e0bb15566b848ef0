import type { AnalysisStatus } from '#coding/contract/analysis.ts'

type Props = { readonly mode: NonNullable<AnalysisStatus['mode']> }

/** Instead of everything else: the site has decided that Postil stays out of this visit. */
export function QuietNotice({ mode }: Props) {
  return (
    <section aria-label="Postil in this visit" className="quiet-visit stack">
      {mode === 'off' ? (
        <p>Postil is switched off for this visit. Nothing of it is checked.</p>
      ) : (
        <p>
          Postil only watches this visit, while your site tries it out. What it finds is kept for your site’s own
          comparison and is not shown here.
        </p>
      )}
      <p className="soft">Chart and code in the EHR as usual. Nothing is written from here.</p>
    </section>
  )
}
