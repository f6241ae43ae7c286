import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** In development the API is the one that `npm start` runs; the address can be set. */
const api = process.env['API_URL'] ?? 'http://127.0.0.1:4400';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2023',
    sourcemap: true,
    manifest: true,
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '^/(api|account|oidc|f|u)/': { target: api, xfwd: false } } },
});
