/**
 * One more question where the first brought nothing to see: an answer that cannot be read is asked for once more in its
 * form, and one that was declined is asked of another model, since benign words of medicine are at times taken for
 * something else. Never both, never after the first item, never after an abort; the end says what the first one was.
 */
import type { LanguageModel, ModelEnd, ModelEvent, ModelRequest } from './language-model.ts'

/** @param others of which the one that a request names is asked when the first declines; must be under the same agreement. */
export function createSecondTry(model: LanguageModel, others: readonly LanguageModel[] = []): LanguageModel {
  const seconds = others.flatMap(({ identity }) => (identity ? [identity.model] : []))
  return {
    get availability() {
      return model.availability
    },
    ...(model.identity && {
      identity: { ...model.identity, ...(seconds.length > 0 && { seconds }) },
    }),
    propose: async function* (request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
      let hasItems = false
      let first: ModelEnd = { kind: 'end', outcome: { code: 'cut' } }
      for await (const event of model.propose(request, signal)) {
        if (event.kind === 'end') first = event
        else {
          hasItems = true
          yield event
        }
      }
      const other = others.find(({ identity }) => identity && identity.model === request.second)
      const next = hasItems || signal.aborted ? undefined : findNext({ model, other }, first)
      if (!next) {
        yield first
        return
      }
      const { because, by } = next
      const asked = because === 'malformed' ? { ...request, isRepair: true } : request
      const earlier = { because, ...(first.usage && { usage: first.usage }) }
      for await (const event of by.propose(asked, signal)) {
        yield event.kind === 'end' ? { ...event, earlier, ...(by.identity && { model: by.identity.model }) } : event
      }
    },
  }
}

type Models = { readonly model: LanguageModel; readonly other: LanguageModel | undefined }
type Next = { readonly because: 'malformed' | 'refused'; readonly by: LanguageModel }

function findNext({ model, other }: Models, { outcome: { code } }: ModelEnd): Next | undefined {
  if (code === 'malformed') return { because: code, by: model }
  return code === 'refused' && other?.availability.state === 'on' ? { because: code, by: other } : undefined
}
