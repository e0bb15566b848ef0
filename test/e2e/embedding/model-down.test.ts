// A language model that fails: everything that the rules say is there, and the panel says what is off.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fail, type LlmMock, startLlmMock } from '../../support/llm-mock/llm-mock.ts'
import { createLaunch } from '../support/launch.ts'
import { getCode, getQuestions } from '../support/panel.ts'
import { openPage, useWorld } from '../support/stack.ts'
import { openInFrames } from './ehr-page.ts'

describe('with a language model that is down', () => {
  let mock: LlmMock
  beforeAll(async () => {
    mock = await startLlmMock()
    mock.script(fail(529, ['overloaded_error', 'Overloaded']))
  })
  afterAll(() => mock.stop())

  // Read when the world starts, after the hook above has run.
  const getWorld = useWorld(() => ({
    model: {
      platform: 'anthropic',
      apiKey: 'synthetic-key',
      baseUrl: mock.url,
      geo: 'us',
      model: 'claude-sonnet-5-5',
      tenantUsdPerDay: 100,
      personUsdPerDay: 100,
    },
  }))

  test('the rules say all that they say, and the line says that only they did', async () => {
    const page = await openPage(getWorld(), 900)
    const url = await createLaunch(getWorld(), { patient: 'pat-knee' })
    const [frame] = await openInFrames(page, getWorld().stack.sandbox.url, [{ url }])
    if (!frame) throw new Error('No frame was opened.')
    await getCode(frame, 'M17.9').waitFor()
    await getQuestions(frame).getByRole('article').first().waitFor()
    await frame.getByText(/^Checked .*Rules only: /).waitFor()
    expect(mock.requests.length).toBeGreaterThan(0)
    expect(await frame.getByText(/provisional/i).count()).toBe(0)
  })
})
