import { Button, Group } from '@mantine/core';

/** The next page of a list, under it; nothing where there is none. */
export const ShowMore = ({
  query,
}: {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
}): React.JSX.Element | null =>
  query.hasNextPage ? (
    <Group justify="center" p="sm">
      <Button
        size="xs"
        variant="default"
        loading={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        Show more
      </Button>
    </Group>
  ) : null;
