import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The sky before sunrise: the product's own colour, from mist to night. */
const petrol: MantineColorsTuple = [
  '#eaf4f6',
  '#d3e7eb',
  '#a8d0d8',
  '#79b6c2',
  '#4f9dad',
  '#2f8496',
  '#1a6c7e',
  '#0f5667',
  '#0b4453',
  '#083440',
];

/** The sun: what wants attention (missed calls, warnings). */
const dawn: MantineColorsTuple = [
  '#fff1ea',
  '#ffe0d2',
  '#fdbfa4',
  '#fa9b73',
  '#f57d4c',
  '#ec6430',
  '#d64f1d',
  '#b13f15',
  '#8c3212',
  '#6b270f',
];

const gray: MantineColorsTuple = [
  '#f4f6f6',
  '#ebefef',
  '#dde4e5',
  '#cbd5d7',
  '#aebbbe',
  '#87979c',
  '#53656b',
  '#3d4f55',
  '#24343a',
  '#14232a',
];

const dark: MantineColorsTuple = [
  '#e2ebed',
  '#bfcdd1',
  '#9fb1b8',
  '#6f858d',
  '#33474e',
  '#26383f',
  '#1a282d',
  '#131e22',
  '#0d1518',
  '#080e10',
];

const sans =
  '-apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';

export const theme = createTheme({
  colors: { petrol, dawn, gray, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.26,
  black: '#14232a',
  fontFamily: sans,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Consolas, "Noto Sans Mono", monospace',
  fontSizes: { xs: '0.78rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontFamily: sans,
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.2' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '14px', xl: '20px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Modal: { defaultProps: { overlayProps: { backgroundOpacity: 0.5, color: '#06151a' } } },
  },
});
