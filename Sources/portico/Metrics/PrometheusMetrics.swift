import CoreMetrics
import Synchronization

/// Collects what the product measures and writes it as Prometheus text (exposition format 0.0.4).
final class PrometheusMetrics: MetricsFactory, Sendable {
    private let series = Mutex<[Series.Key: any Series]>([:])

    private func make<Kind: Series>(_ label: String, _ dimensions: [(String, String)], _ new: (Series.Key) -> Kind)
        -> Kind
    {
        let key = SeriesKey(name: Self.name(label), labels: Self.labels(dimensions))
        return series.withLock { series in
            if let found = series[key] as? Kind { return found }
            let made = new(key)
            series[key] = made
            return made
        }
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        make(label, dimensions) { _ in CounterSeries() }
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        make(label, dimensions) { _ in GaugeSeries() }
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        if aggregate { return make(label, dimensions) { _ in HistogramSeries() } }
        return make(label, dimensions) { _ in GaugeSeries() }
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        make(label.hasSuffix("_seconds") ? label : label + "_seconds", dimensions) { _ in HistogramSeries() }
    }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    /// All series, by name.
    func text() -> String {
        let all = series.withLock { Array($0) }.sorted { $0.key < $1.key }
        var lines: [String] = [], previous = ""
        for (key, series) in all {
            if key.name != previous {
                lines.append("# TYPE \(key.name) \(series.type)")
                previous = key.name
            }
            lines += series.lines(key)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Prometheus allows letters, digits and underscores.
    private static func name(_ label: String) -> String {
        String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    private static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { label, value in
            let escaped = value.replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#).replacing(
                "\n", with: #"\n"#)
            return "\(name(label))=\"\(escaped)\""
        }.joined(separator: ",")
    }
}

/// What tells one series from another.
struct SeriesKey: Hashable, Comparable {
    let name: String
    let labels: String

    static func < (left: Self, right: Self) -> Bool { (left.name, left.labels) < (right.name, right.labels) }

    /// `name{labels}`, with more labels when there are.
    func sample(_ suffix: String = "", _ more: String = "") -> String {
        let labels = [labels, more].filter { !$0.isEmpty }.joined(separator: ",")
        return labels.isEmpty ? name + suffix : "\(name)\(suffix){\(labels)}"
    }
}

/// One line or several of the text.
protocol Series: AnyObject, Sendable {
    typealias Key = SeriesKey

    var type: String { get }
    func lines(_ key: Key) -> [String]
}

final class CounterSeries: Series, CounterHandler {
    private let value = Atomic<Int64>(0)

    var type: String { "counter" }

    func increment(by amount: Int64) {
        value.wrappingAdd(amount, ordering: .relaxed)
    }

    func reset() {
        value.store(0, ordering: .relaxed)
    }

    func lines(_ key: Key) -> [String] {
        ["\(key.sample()) \(value.load(ordering: .relaxed))"]
    }
}

final class GaugeSeries: Series, MeterHandler, RecorderHandler {
    private let value = Mutex(0.0)

    var type: String { "gauge" }

    func set(_ value: Int64) { self.value.withLock { $0 = Double(value) } }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }

    func lines(_ key: Key) -> [String] {
        ["\(key.sample()) \(value.withLock(\.self))"]
    }
}

final class HistogramSeries: Series, RecorderHandler, TimerHandler {
    private struct State {
        var counts = [Int64](repeating: 0, count: HistogramSeries.bounds.count)
        var count: Int64 = 0
        var sum = 0.0
    }

    static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    private let state = Mutex(State())

    var type: String { "histogram" }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        state.withLock { state in
            if let index = Self.bounds.firstIndex(where: { value <= $0 }) { state.counts[index] += 1 }
            state.count += 1
            state.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) {
        record(Double(duration) / 1_000_000_000)
    }

    func lines(_ key: Key) -> [String] {
        let state = state.withLock(\.self)
        var lines: [String] = [], total: Int64 = 0
        for (bound, count) in zip(Self.bounds, state.counts) {
            total += count
            lines.append("\(key.sample("_bucket", "le=\"\(bound)\"")) \(total)")
        }
        lines.append("\(key.sample("_bucket", "le=\"+Inf\"")) \(state.count)")
        lines.append("\(key.sample("_sum")) \(state.sum)")
        lines.append("\(key.sample("_count")) \(state.count)")
        return lines
    }
}
