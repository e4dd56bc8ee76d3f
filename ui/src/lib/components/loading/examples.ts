import { example } from '../examples';
import LoadingExample from './LoadingExample.svelte';

export default [example('answered', LoadingExample, {}), example('failed', LoadingExample, { failing: true })];
