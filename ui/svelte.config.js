/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
export default {
  compilerOptions: {
    runes: true,
    // The page's policy allows no style element, so nothing may add one at run time.
    css: 'external',
  },
};
