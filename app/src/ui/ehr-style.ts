/**
 * The look that an EHR asks for (`smart_style_url`, SMART App Launch 2.2 "Styling"), reduced to what cannot harm:
 * colours that stay legible, a radius, and fonts that every machine may have. Nothing is passed through as text.
 */

type Rgb = readonly [number, number, number]

/** Custom properties of `tokens.css` to set on the root element. */
export type StyleTokens = Readonly<Record<string, string>>

const HEX = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i
const KNOWN_FONTS: Readonly<Record<string, string>> = {
  arial: 'Arial',
  calibri: 'Calibri',
  georgia: 'Georgia',
  helvetica: 'Helvetica',
  'helvetica neue': '"Helvetica Neue"',
  'open sans': '"Open Sans"',
  roboto: 'Roboto',
  'sans-serif': 'sans-serif',
  'segoe ui': '"Segoe UI"',
  serif: 'serif',
  'source sans pro': '"Source Sans Pro"',
  'system-ui': 'system-ui',
  tahoma: 'Tahoma',
  verdana: 'Verdana',
}

export function buildStyleTokens(style: unknown): StyleTokens {
  if (typeof style !== 'object' || style === null) return {}
  const wanted = new Map<string, unknown>(Object.entries(style))
  return {
    ...buildColors(wanted),
    ...buildRadius(wanted.get('dim_border_radius')),
    ...buildFont('--font', wanted.get('font_family_body')),
    ...buildFont('--font-heading', wanted.get('font_family_heading')),
  }
}

// Postil's other inks are chosen for very light and very dark paper only, so a ground in between is not taken.
const LIGHT_PAPER = 0.8
const DARK_PAPER = 0.03
const WHITE: Rgb = [255, 255, 255]
/** WCAG 2.2, 1.4.3. */
const LEGIBLE = 4.5

function buildColors(wanted: ReadonlyMap<string, unknown>): StyleTokens {
  const paper = parseHex(wanted.get('color_background'))
  if (!paper) return {}
  const light = luminance(paper) >= LIGHT_PAPER
  if (!light && luminance(paper) > DARK_PAPER) return {}
  const tokens: Record<string, string> = { '--paper': toHex(paper), 'color-scheme': light ? 'light' : 'dark' }
  for (const [key, token] of [
    ['color_text', '--ink'],
    ['color_highlight', '--accent'],
    ['color_error', '--error'],
  ] as const) {
    const color = parseHex(wanted.get(key))
    if (color && contrast(color, paper) >= LEGIBLE) tokens[token] = toHex(color)
    // The main button has white letters on the accent.
    if (color && token === '--accent' && contrast(color, WHITE) >= LEGIBLE) tokens['--accent-ground'] = toHex(color)
  }
  return tokens
}

function buildRadius(value: unknown): StyleTokens {
  const pixels = typeof value === 'string' ? /^(\d{1,2})px$/.exec(value.trim())?.[1] : undefined
  return pixels === undefined ? {} : { '--radius': `${Math.min(Number(pixels), 12)}px` }
}

function buildFont(token: string, value: unknown): StyleTokens {
  if (typeof value !== 'string') return {}
  const names = value.split(',').map((name) => name.trim().replaceAll(/['"]/g, '').toLowerCase())
  const known = names.flatMap((name) => KNOWN_FONTS[name] ?? [])
  return known.length === 0 ? {} : { [token]: [...known, 'system-ui'].join(', ') }
}

function parseHex(value: unknown): Rgb | undefined {
  const digits = typeof value === 'string' ? HEX.exec(value.trim())?.[1] : undefined
  if (digits === undefined) return undefined
  const six = digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits
  const number = Number.parseInt(six, 16)
  return [number >> 16, (number >> 8) & 0xff, number & 0xff]
}

function toHex(color: Rgb): string {
  return `#${color.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

/** WCAG 2.2, definition of relative luminance. */
function luminance(color: Rgb): number {
  const [r, g, b] = color.map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}
