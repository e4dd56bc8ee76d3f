import type { Component } from 'svelte';
import type { PageName } from '../lib/router.svelte';
import Today from './Today.svelte';

/** The page for each name the router knows. */
export const pages: Partial<Record<PageName, Component>> = {
  today: Today,
};
