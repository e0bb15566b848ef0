import { expect, test } from 'vitest'
import { requireJson } from '#proxy/http/content-type.ts'
import { serve } from './serve.ts'

const app = serve([requireJson])

test.each([
  ['application/json', 200],
  ['application/json; charset=utf-8', 200],
  ['APPLICATION/JSON;charset="UTF-8"', 200],
  ['application/json; charset=utf-16', 400],
  ['application/jsonp', 400],
  ['text/plain', 400],
  ['application/x-www-form-urlencoded', 400],
  ['', 400],
])('answers a body of type «%s» with %i', async (type, status) => {
  const response = await app.request('/', { method: 'POST', body: '{}', headers: { 'content-type': type } })
  expect(response.status).toBe(status)
})
