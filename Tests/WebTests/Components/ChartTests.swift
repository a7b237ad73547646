import Foundation
import Model
import Rendering
import Testing
import Web

@Suite struct ChartTests {
    private func days(_ counts: [(Int64, Int64)]) -> [UsageDay] {
        counts.enumerated().map { index, count in
            UsageDay(day: Instant(milliseconds: Int64(index) * 86_400_000), requests: count.0, errors: count.1)
        }
    }

    @Test func nothingIsDrawnOfNothing() {
        #expect(UI.usageChart(days([(0, 0), (0, 0)])).text == "<p class=\"muted\">No calls in the last 2 days.</p>")
        #expect(UI.usageChart([]).text.contains("No calls"))
    }

    @Test func barsHaveTheHeightOfTheirCount() {
        let chart = UI.usageChart(days([(10, 0), (0, 0), (5, 5)])).text
        #expect(chart.components(separatedBy: "<rect").count == 3)
        #expect(chart.contains("height=\"120\""))
        #expect(chart.contains("chart-bar-failed\" x=\"430\" y=\"60\" width=\"140\" height=\"60\""))
        #expect(chart.contains("15 calls in 3 days, 5 of them failed"))
        #expect(!chart.contains("style="))
    }
}
