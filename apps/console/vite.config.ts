import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { themeVariables } from './theme-variables.ts';

/** Where `vite` alone (development) sends the requests that are the server's. */
const server = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), themeVariables()],
  // Nothing may be inlined as a data: URI, so that the page's policy stays `'self'`.
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: { '/api': server, '/ws': { target: server, ws: true } },
  },
});
