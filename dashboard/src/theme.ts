import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** Dusk over Shadowland: violet and cyan on deep blue-greys. */
export const theme = createTheme({
  primaryColor: 'dusk',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '650' },
  colors: {
    dusk: ['#f3f0ff', '#e5dbff', '#d0bfff', '#b197fc', '#9775fa', '#845ef7', '#7950f2', '#6741d9', '#5f3dc4', '#4c2fa0'],
    dark: ['#d5d7e4', '#a9adc4', '#9196b3', '#5c6180', '#3a3f5a', '#2a2e45', '#1d2033', '#161826', '#10121d', '#0b0c14'],
  },
  components: {
    Card: { defaultProps: { withBorder: true, padding: 'lg', radius: 'lg' } },
    Paper: { defaultProps: { radius: 'lg' } },
  },
});

/** Quiet text that can still be read (WCAG AA). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': '#5a5f7a', '--mantine-color-body': '#f6f6fb' },
  dark: { '--mantine-color-dimmed': '#a3a8c2', '--mantine-color-body': '#10121d' },
});
