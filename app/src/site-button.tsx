import { useState } from 'react'
import type { Role } from '#coding/contract/session.ts'
import type { AskSite } from './site-pages.tsx'
import { Dialog } from './ui/dialog.tsx'
import { latePart } from './ui/late-part.tsx'

const SitePages = latePart({
  part: 'The reports',
  load: async () => (await import('./site-pages.tsx')).SitePages,
  waiting: (
    <p role="status" className="soft">
      Loading the reports.
    </p>
  ),
})

type Props = { readonly role: Role; readonly ask: AskSite }

/** The patient's chart is covered while a page of the site is open, so that nobody mistakes one for the other. */
export function SiteButton({ role, ask }: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="link" onClick={() => setOpen(true)}>
        Site reports
      </button>
      {isOpen && (
        <Dialog label="Site reports" className="dialog-full" onClose={() => setOpen(false)}>
          <div className="dialog-head">
            <strong>Site reports</strong>
            <button type="button" className="link" onClick={() => setOpen(false)}>
              Back to the visit
            </button>
          </div>
          <SitePages role={role} ask={ask} />
        </Dialog>
      )}
    </>
  )
}
