import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { contentSecurityPolicy } from './policy.ts';

const fakeHost = fileURLToPath(new URL('./src/fake/host.ts', import.meta.url));

export default defineConfig(({ mode }) => {
  // `fake` and `test` run without the app behind the window: an invented home answers instead.
  const withoutHost = mode === 'fake' || mode === 'test';
  return {
    plugins: [svelte()],
    clearScreen: false,
    resolve: {
      alias: withoutHost ? { '@tauri-apps/api/core': fakeHost } : {},
      ...(mode === 'test' ? { conditions: ['browser'] } : {}),
    },
    server: { port: 5173, strictPort: true },
    preview: { port: 4173, strictPort: true, headers: { 'Content-Security-Policy': contentSecurityPolicy } },
    build: {
      outDir: mode === 'fake' ? 'dist-fake' : 'dist',
      target: ['safari16', 'chrome110'],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      cssCodeSplit: false,
      reportCompressedSize: false,
    },
    test: {
      environment: 'jsdom',
      include: ['src/**/*.test.ts'],
      setupFiles: ['src/test/setup.ts'],
      restoreMocks: true,
      // What a test waits for is there or not: how busy the machine is says nothing about it.
      testTimeout: 30_000,
    },
  };
});
