import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core';
import type { Plugin } from 'vite';
import { theme } from './src/app/theme.ts';

const publicId = 'virtual:theme-variables.css';
const resolvedId = '\0virtual:theme-variables.css';

/**
 * Writes the theme's CSS variables into the style sheet at build time. Mantine would otherwise put
 * them into the page in a `<style>` element, which a `style-src 'self'` policy refuses.
 */
export function themeVariables(): Plugin {
  return {
    name: 'theme-variables',
    resolveId: (id) => (id === publicId ? resolvedId : undefined),
    load: (id) => {
      if (id !== resolvedId) return undefined;
      const merged = mergeMantineTheme(DEFAULT_THEME, theme);
      return convertCssVariables(defaultCssVariablesResolver(merged), ':root');
    },
  };
}
