import Rendering
import Web

/// The two tabs of *Application Auth*.
enum ApplicationAuthTabs {
    enum Tab {
        case strategies, providers
    }

    static func header(_ current: Tab, text: HTML, actions: HTML) -> HTML {
        let tabs = UI.tabs(
            "Application Auth",
            [
                UI.Tab("Strategies", to: ConsoleAddress.applicationAuth.path, current: current == .strategies),
                UI.Tab("DCR providers", to: ConsoleAddress.dcrProviders.path, current: current == .providers),
            ])
        return UI.pageHeader("Application Auth", text: text, actions: actions) + tabs
    }
}
