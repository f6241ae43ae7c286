import { listBooks } from '@rap/contracts/api-client';
import { ask } from '../../api/ask.ts';

export const booksQuery = { queryKey: ['books'], queryFn: () => ask(listBooks()) };
