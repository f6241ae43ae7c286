import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

/** Labels are few and of a closed set: names of routes, states and queues, never ids of people or words of theirs. */
export type Labels = Readonly<Record<string, string>>;

export interface Counted {
  readonly value: number;
  readonly labels?: Labels;
}

export interface Metrics {
  /** read anew at each scrape; a read that fails leaves its series out */
  gauge(name: string, help: string, read: () => readonly Counted[] | Promise<readonly Counted[]>): void;
  counter(name: string, help: string): (labels?: Labels) => void;
  /** in seconds; answers what notes one duration */
  seconds(name: string, help: string, buckets: readonly number[]): (seconds: number, labels: Labels) => void;
  /** what Prometheus scrapes */
  text(): Promise<string>;
  close(): Promise<void>;
}

/** The metrics of one process. They are served at its internal address only. */
export function createMetrics(): Metrics {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [exporter] });
  const meter = provider.getMeter('rap');
  const serializer = new PrometheusSerializer(undefined, false, undefined, true, true);
  return {
    gauge(name, description, read) {
      meter.createObservableGauge(name, { description }).addCallback(async (result) => {
        for (const { value, labels = {} } of await read()) result.observe(value, { ...labels });
      });
    },
    counter(name, description) {
      const counter = meter.createCounter(name, { description });
      return (labels = {}) => counter.add(1, { ...labels });
    },
    seconds(name, description, buckets) {
      const advice = { explicitBucketBoundaries: [...buckets] };
      const histogram = meter.createHistogram(name, { description, advice });
      return (value, labels) => histogram.record(value, { ...labels });
    },
    async text() {
      const { resourceMetrics } = await exporter.collect();
      return serializer.serialize(resourceMetrics);
    },
    close: () => provider.shutdown(),
  };
}
