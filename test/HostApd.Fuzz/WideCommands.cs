namespace HostApd.Fuzz;

/// <summary>What clients of a control socket say; <c>{mac}</c> stands for a station.</summary>
internal static class WideCommands
{
    internal static readonly string[] All =
    [
        "STATUS", "STATUS-DRIVER", "MIB", "STA-FIRST", "STA {mac}", "STA-NEXT {mac}", "GET_CONFIG", "PMKSA", "GET settings",
        "WPS_PBC", "WPS_PBC", "WPS_PBC", "WPS_PBC {mac}", "WPS_PBC p2p_dev_addr=42:00:00:00:01:00", "WPS_CANCEL", "WPS_GET_STATUS",
        "WPS_PIN any 12345670", "WPS_PIN any 12345670 10", "WPS_PIN any 12345670 0 {mac}", "WPS_PIN 01010101-0101-0101-0101-010101010101 12345670 5",
        "WPS_CHECK_PIN 12345670", "WPS_AP_PIN random", "WPS_AP_PIN set 12345670", "WPS_AP_PIN set 12345670 10", "WPS_AP_PIN disable", "WPS_AP_PIN set 12345670", "WPS_AP_PIN set 12345670", "WPS_AP_PIN get",
        "WPS_REMOVE_DEVICE_PSK {mac}", "WPS_CONFIG {ssid} WPA2PSK CCMP 3132333435363738", "P2P_GROUP_ADD", "P2P_GROUP_REMOVE",
        "P2P_LISTEN", "P2P_LISTEN 5", "P2P_STOP_FIND", "P2P_FIND 2", "P2P_CONNECT 42:00:00:00:01:00 pbc", "P2P_INVITE persistent=0 peer=42:00:00:00:01:00", "P2P_CANCEL",
        "P2P_REMOVE_CLIENT 42:00:00:00:01:00", "P2P_REMOVE_CLIENT iface={mac}", "P2P_PEER FIRST", "P2P_PEER NEXT-42:00:00:00:01:00",
        "P2P_SET per_sta_psk 0", "P2P_SET per_sta_psk 1", "P2P_GET_PASSPHRASE", "WFD_SUBELEM_SET 0 000600111c44012c", "SET wifi_display 1",
        "SET wifi_display 0", "WFD_SUBELEM_GET 0", "DEAUTHENTICATE {mac}", "DISASSOCIATE {mac} reason=3", "DEAUTHENTICATE ff:ff:ff:ff:ff:ff",
        "POLL_STA {mac}", "REKEY_GTK", "REKEY_PTK {mac}", "UPDATE_BEACON", "DISABLE", "ENABLE", "STOP_AP", "DENY_ACL ADD_MAC {mac}", "DENY_ACL DEL_MAC {mac}",
        "DENY_ACL CLEAR", "DENY_ACL SHOW", "CHAN_SWITCH 3 2462", "CHAN_SWITCH 5 2437", "CHAN_SWITCH 5 2437 ht", "COLOR_CHANGE 5", "COLOR_CHANGE 0", "SET ap_max_inactivity 60", "SET max_num_sta 5", "NOTE hello",
        "RESEND_M1 {mac}", "RESEND_M3 {mac}",
    ];
}
