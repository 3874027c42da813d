/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"

G_BEGIN_DECLS

#define RF_LINK_ETHERNET 1
#define RF_LINK_RAW      101

#define RF_ETHERTYPE_IPV4     0x0800
#define RF_ETHERTYPE_IPV6     0x86dd
/* No such type exists: the first bits of a packet tell its version. */
#define RF_ETHERTYPE_IP       0

gboolean    rf_link_is_known   (guint link_type);
char       *rf_link_dup_name   (guint link_type);
gboolean    rf_link_strip      (guint  link_type,
                                RfStr *bytes,
                                guint *ethertype);
gboolean    rf_link_strip_tags (RfStr *bytes,
                                guint *ethertype);

G_END_DECLS
