import { describe, expect, test } from 'vitest'
import { readConfiguration } from '#sandbox/config.ts'

describe('the settings', () => {
  test('have defaults', () => {
    expect(readConfiguration({})).toEqual({
      port: 8103,
      host: '127.0.0.1',
      sidebarUrl: 'http://127.0.0.1:5173',
      accessTokenSeconds: 900,
      ehr: 'native',
    })
  })

  test('lose the slash at the end of the sidebar URL', () => {
    expect(readConfiguration({ POSTIL_SIDEBAR_URL: 'http://127.0.0.1:8104/' }).sidebarUrl).toBe('http://127.0.0.1:8104')
  })

  test.each([
    ['POSTIL_SANDBOX_PORT', 'http'],
    ['POSTIL_SANDBOX_TOKEN_SECONDS', '-1'],
    ['POSTIL_SIDEBAR_URL', 'sidebar'],
    ['POSTIL_SANDBOX_EHR', 'paper'],
  ])('%s=%s stops the start and names itself', (name, value) => {
    expect(() => readConfiguration({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'bad-configuration', message: expect.stringContaining(name) }),
    )
  })
})
