/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-registration"

#include "config.h"

#include "rf-registration.h"

#include "rf-sip-message.h"

/* What stands further down in a stranger's message counts for nothing. */
#define MAX_LOOKED_AT ((gsize) 64 * 1024)

/**
 * rf_registration_takes_back:
 * @contact: an address of a Contact, with its parameters, or "*" for all of them
 * @expires: value of the header Expires beside it, empty where there is none
 *
 * Returns: whether the address is taken back: a parameter of it says so, or else the header (RFC
 *   3261 §10.2.2)
 */
gboolean
rf_registration_takes_back (RfStr contact,
                            RfStr expires)
{
  RfSipAddress address;
  RfStr own;
  guint64 seconds;

  contact = rf_str_trim (contact);
  if (rf_str_case_equal_c (contact, "*"))
    return TRUE;
  if (!rf_sip_address_parse (&address, contact))
    return FALSE;
  if (rf_str_get_param (address.params, "expires", &own))
    expires = own;

  return rf_str_parse_uint (rf_str_trim (expires), G_MAXUINT32, &seconds) && seconds == 0;
}

static RfStr
find_expires (const char *data,
              gsize       length)
{
  RfSipHeaderIter iter;
  RfStr name, value;

  rf_sip_header_iter_init (&iter, data, length);
  while (rf_sip_header_iter_next (&iter, &name, &value)) {
    if (rf_str_case_equal_c (name, "Expires"))
      return value;
  }

  return (RfStr) RF_STR_INIT;
}

/* Whether all of the addresses in the value of a Contact are taken back. */
static gboolean
takes_all_back (RfStr contacts,
                RfStr expires)
{
  while (contacts.len > 0) {
    gsize end = rf_str_find_outside_quotes (contacts, ',');

    if (!rf_registration_takes_back (rf_str_head (contacts, end), expires))
      return FALSE;
    contacts = rf_str_skip (contacts, end + 1);
  }

  return TRUE;
}

/**
 * rf_registration_read:
 * @data: (array length=length): a REGISTER
 * @length: how many bytes
 *
 * Returns: what it is there for; an address that is given counts for more than one that is taken
 *   back in the same message
 */
RfRegistration
rf_registration_read (const char *data,
                      gsize       length)
{
  RfRegistration registration = RF_REGISTRATION_ASKED;
  RfSipHeaderIter iter;
  RfStr name, value, expires;

  g_return_val_if_fail (data != NULL, RF_REGISTRATION_ASKED);

  length = MIN (length, MAX_LOOKED_AT);
  expires = find_expires (data, length);
  rf_sip_header_iter_init (&iter, data, length);
  while (rf_sip_header_iter_next (&iter, &name, &value)) {
    if (!rf_str_case_equal_c (name, "Contact") && !rf_str_case_equal_c (name, "m"))
      continue;
    if (!takes_all_back (value, expires))
      return RF_REGISTRATION_GIVEN;
    registration = RF_REGISTRATION_TAKEN_BACK;
  }

  return registration;
}
